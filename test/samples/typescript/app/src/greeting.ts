export interface Greeting {
  readonly text: string;
  readonly length: number;
}

export const greet = (name: string): Greeting => {
  const text = `hello, ${name}`;
  return { text, length: text.length };
};
