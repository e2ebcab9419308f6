/** How a share of people is written, the same on a page and in a mail. Pure. */

/** `part` of `whole` as a percentage; of nothing it is zero. Near either end it has a decimal: 99.6 % is not all. */
export type ShareFormat = (part: number, whole: number) => string

/** `language` is BCP 47. */
export function createShareFormat(language: string): ShareFormat {
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const fine = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  return (part, whole) => {
    const share = whole === 0 ? 0 : part / whole
    return share > 0 && (share < 0.01 || share > 0.99) && share < 1
      ? fine.format(share)
      : percent.format(share)
  }
}
