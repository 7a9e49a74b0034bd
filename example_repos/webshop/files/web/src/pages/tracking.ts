import { Shipment } from "../api/shipping";

export function tracking(shipment: Shipment): string {
  return `Your parcel: ${shipment.tracking_number}`;
}
