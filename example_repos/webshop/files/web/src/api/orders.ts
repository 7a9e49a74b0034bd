export interface Order {
  id: string;
  state: "open" | "paid" | "shipped";
  total: number; // cents
}
