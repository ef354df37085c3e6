/**
 * A secret from a person or a pipe, never from the command line, where `ps` and the history of the shell would keep it.
 * A terminal is asked with a prompt and shows nothing of what is typed; else the first line of standard input counts.
 */
import { StringDecoder } from 'node:string_decoder';
import { KopruError } from '../core/errors.ts';

const mostBytes = 4_096;

export interface SecretInput {
  readonly stdin: NodeJS.ReadStream;
  prompt(text: string): void;
}

/** Rejects when the input ends without a line, or Ctrl-C is typed. */
export function readSecret(question: string, { stdin, prompt }: SecretInput): Promise<string> {
  const person = stdin.isTTY === true;
  if (person) {
    prompt(question);
    stdin.setRawMode(true);
  }
  return new Promise((resolve, reject) => {
    const decoder = new StringDecoder('utf8');
    let text = '';
    const finish = (result: string | undefined) => {
      stdin.off('data', take);
      stdin.off('end', end);
      stdin.pause();
      if (person) {
        stdin.setRawMode(false);
        prompt('\n');
      }
      if (result === undefined) reject(noSecret());
      else resolve(result);
    };
    const end = () => finish(text === '' ? undefined : text);
    const take = (chunk: Buffer) => {
      for (const character of decoder.write(chunk)) {
        if (character === '\n' || character === '\r') return finish(text);
        if (person && (character === '\u0003' || character === '\u0004')) return finish(undefined);
        if (person && (character === '\u007f' || character === '\b')) text = [...text].slice(0, -1).join('');
        else text += character;
      }
      if (text.length > mostBytes) finish(undefined);
    };
    stdin.on('data', take);
    stdin.on('end', end);
    stdin.resume();
  });
}

function noSecret(): KopruError {
  return new KopruError('No password was given.', {
    kind: 'config',
    code: 'NO_PASSWORD',
    hint: 'Type it when asked, or send it through a pipe.',
  });
}
