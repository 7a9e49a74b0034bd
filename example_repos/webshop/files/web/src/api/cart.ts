export interface Line {
  product: string;
  quantity: number;
}
