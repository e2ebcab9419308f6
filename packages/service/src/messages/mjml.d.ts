/** The part of MJML 5 that we call; the package brings no types of its own. */
declare module 'mjml' {
  interface MjmlOptions {
    /** Directory that `mj-include` paths start from. */
    filePath?: string
    /** `mj-include` reads nothing outside this directory. */
    includePath?: string
    /** True by default: includes are left out. */
    ignoreIncludes?: boolean
    /** `strict` throws on the first unknown tag or attribute. */
    validationLevel?: 'strict' | 'soft' | 'skip'
    /** Web fonts to link when the body names them; MJML's own list points to a third party. */
    fonts?: Record<string, string>
    keepComments?: boolean
    minify?: boolean
    minifyOptions?: { minifyCss?: boolean }
  }
  export default function mjml2html(source: string, options?: MjmlOptions): Promise<{ html: string }>
}
