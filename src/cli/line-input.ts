/** A line that a person types as an answer, seen while it is typed. Questions go to standard error, with the prompts. */
import { createInterface } from 'node:readline/promises';

/** Empty when the input ends first. */
export async function readAnswer(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    return (await Promise.race([lines.question(question), ended])).trim();
  } finally {
    lines.close();
  }
}
