/** What a command ends with. 64 and 78 are those of sysexits.h; systemd and scripts can tell them apart. */
export const exits = {
  fine: 0,
  failed: 1,
  /** It worked, and there is something to look at: warnings, a silent device, a backlog. */
  findings: 2,
  usage: 64,
  configuration: 78,
} as const;

export type Exit = (typeof exits)[keyof typeof exits];
