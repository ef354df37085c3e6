/**
 * A driver file as a draft from one message of the device, as it came: a JSON payload, an uplink as a LoRaWAN network
 * server publishes it, a line of text or the bytes of a frame. What it is is seen from the message itself. The message
 * becomes the first sample, so that the draft can be tried at once; what a person has to look up is marked.
 */
import type { MessageDraft } from './drafted-driver.ts';
import { frameDraft, lineDraft } from './frame-draft.ts';
import { payloadDraft, uplinkDraft } from './json-draft.ts';

/** `topic`: where the message was published; undefined where that does not matter or is not known. */
export function messageDraft(message: string, topic: string | undefined): MessageDraft {
  const json = objectOf(message);
  if (json) return uplinkDraft(json) ?? payloadDraft(message.trim(), json, topic);
  const bytes = bytesOf(message);
  return bytes ? frameDraft(bytes) : lineDraft(message);
}

function objectOf(message: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Pairs of hexadecimal digits, with or without space between them. */
function bytesOf(message: string): Uint8Array | undefined {
  const text = message.trim();
  return /^[0-9a-f]{2}(\s*[0-9a-f]{2}){3,}$/i.test(text)
    ? Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))
    : undefined;
}
