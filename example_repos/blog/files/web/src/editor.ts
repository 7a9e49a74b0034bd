export interface Draft {
  title: string;
  text: string;
}

export async function publish(draft: Draft): Promise<void> {
  await fetch("/api/posts", { method: "POST", body: JSON.stringify(draft) });
}
