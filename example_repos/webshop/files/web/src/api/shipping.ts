export interface Shipment {
  order: string;
  tracking_number: string;
}
