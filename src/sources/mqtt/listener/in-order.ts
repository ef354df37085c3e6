/** Answers in the order of the questions, however the work behind them ends (MQTT 3.1.1, 4.6: PUBACKs in order). */

export interface InOrder {
  /** A place in the line; what it returns calls `answer` when everything before it has been answered. */
  place(answer: () => void): () => void;
}

export function createInOrder(): InOrder {
  const line: { readonly answer: () => void; ready: boolean }[] = [];
  return {
    place(answer) {
      const entry = { answer, ready: false };
      line.push(entry);
      return () => {
        entry.ready = true;
        if (line[0] !== entry) return;
        const unready = line.findIndex((each) => !each.ready);
        for (const { answer: reply } of line.splice(0, unready < 0 ? line.length : unready)) reply();
      };
    },
  };
}
