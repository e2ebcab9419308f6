/** The colours of mails and pages that follow from an organisation's one colour, each held to WCAG 2.2 AA by its contrast. */

/** `accent` fills buttons, `onAccent` is read on it, `accentStrong` fills them under the pointer, `link` is read on the page. */
export interface Shades {
  accent: string
  accentStrong: string
  onAccent: string
  link: string
}

/** Colours as `#rrggbb` in lower case. */
export interface Palette {
  light: Shades
  dark: Shades
}

/** What an administrator chooses; a text colour of null is chosen by its contrast. */
export interface BrandColours {
  accent: string
  onAccent: string | null
}

/** What links and buttons lie on, of mails and pages alike: the ground of the page and the sheet on it. */
export const grounds = {
  light: { page: '#f1f4f8', sheet: '#ffffff' },
  dark: { page: '#11161d', sheet: '#1b222c' },
} as const

/** Without a brand. */
export const ownPalette: Palette = {
  light: { accent: '#0b5cad', accentStrong: '#084a8c', onAccent: '#ffffff', link: '#0b5cad' },
  dark: { accent: '#8cc2fa', accentStrong: '#b3d7fc', onAccent: '#0b1a2b', link: '#8cc2fa' },
}

/** WCAG 2.2, 1.4.3: text of ordinary size. */
export const readableRatio = 4.5

/** WCAG 2.2, 1.4.11: what shows that something is a button. */
export const visibleRatio = 3

/** Twenty-five steps reach black and white, and no step is seen as one. */
const step = 0.04
const white = '#ffffff'
const black = '#000000'

/** The ratio of two colours by WCAG 2.2, 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** White where it can be read, else black: one of the two always can be. */
export function readableOn(colour: string): string {
  return contrastOf(white, colour) >= readableRatio ? white : black
}

/** Every colour of mails and pages; our own without a brand. */
export function paletteOf(brand: BrandColours | null): Palette {
  if (brand === null) return ownPalette
  const accent = brand.accent.toLowerCase()
  const onAccent = brand.onAccent?.toLowerCase() ?? readableOn(accent)
  const away = luminanceOf(onAccent) > luminanceOf(accent) ? black : white
  // In the dark a bright button on a dark sheet, whatever it is by day; its text is dark then.
  const lit = moved(accent, white, colour => contrastOf(colour, grounds.dark.sheet) >= readableRatio)
  return {
    light: {
      accent,
      onAccent,
      accentStrong: mixed(accent, away, 5 * step),
      // The page is the darker of the two grounds by day, the sheet the lighter by night: each is the harder one.
      link: moved(accent, black, colour => contrastOf(colour, grounds.light.page) >= readableRatio),
    },
    dark: { accent: lit, onAccent: readableOn(lit), accentStrong: awayFromText(lit), link: lit },
  }
}

function awayFromText(colour: string): string {
  return mixed(colour, readableOn(colour) === white ? black : white, 5 * step)
}

export interface ContrastCheck {
  /**
   * `button`: the chosen text on the chosen colour. `shape`: the colour against the sheet that a button lies on. `link`:
   * the colour as text on the page.
   */
  of: 'button' | 'shape' | 'link'
  ratio: number
  isEnough: boolean
  /** What is used: of a link another shade where the colour itself could not be read. */
  used: string
}

/** What there is to say about a choice of colours, by day; the shades of the night follow and always can be read. */
export function checkColours(brand: BrandColours): ContrastCheck[] {
  const { light } = paletteOf(brand)
  const asText = contrastOf(light.accent, grounds.light.page)
  const onButton = contrastOf(light.onAccent, light.accent)
  const asShape = contrastOf(light.accent, grounds.light.sheet)
  return [
    { of: 'button', ratio: rounded(onButton), isEnough: onButton >= readableRatio, used: light.onAccent },
    { of: 'shape', ratio: rounded(asShape), isEnough: asShape >= visibleRatio, used: light.accent },
    { of: 'link', ratio: rounded(asText), isEnough: asText >= readableRatio, used: light.link },
  ]
}

/** Never up: 4.49 is not 4.5. */
function rounded(ratio: number): number {
  return Math.floor(ratio * 100) / 100
}

/** The first shade on the way to `towards` that will do; `towards` itself at the end. */
function moved(from: string, towards: string, willDo: (colour: string) => boolean): string {
  for (let share = 0; share < 1; share += step) {
    const colour = mixed(from, towards, share)
    if (willDo(colour)) return colour
  }
  return towards
}

function mixed(from: string, towards: string, share: number): string {
  const there = partsOf(towards)
  const parts = partsOf(from).map((part, index) => Math.round(part + ((there[index] ?? 0) - part) * share))
  return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = partsOf(colour)
    .map(part => part / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function partsOf(colour: string): number[] {
  return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
}
