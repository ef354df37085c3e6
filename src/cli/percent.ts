/** A share of 1 for people: `12 %`, with one digit more below ten. */
export const percent = (share: number): string =>
  `${(share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`;
