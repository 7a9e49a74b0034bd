export interface Payment {
  id: string;
  state: "authorised" | "captured" | "refunded";
  amount: number; // cents
}
