export interface Product {
  id: string;
  price: number; // cents
}

export function label(product: Product): string {
  return (product.price / 100).toFixed(2);
}
