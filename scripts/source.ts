/** The repository as a test reads it: which files belong to it, their text, and what each imports. */

import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** What stands in a file tree but is no part of the project. */
const excluded = ['**/node_modules/**', '.git/**', '.muster/**', 'tmp/**', 'coverage/**']

/** Paths of the project's files, from the root, with slashes. In a clone git says which; without git, the folder. */
export function listFiles(): string[] {
  return (listByGit() ?? listByFolder()).map(file => file.replaceAll('\\', '/')).sort()
}

/** New files count before they are committed, and files that git still lists but are gone do not. */
function listByGit(): string[] | null {
  try {
    const ask = (...flags: string[]) =>
      execFileSync('git', ['ls-files', '-z', ...flags], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).split(
        '\0',
      )
    const gone = new Set(ask('--deleted'))
    return ask('--cached', '--others', '--exclude-standard').filter(file => file !== '' && !gone.has(file))
  } catch {
    return null
  }
}

function listByFolder(): string[] {
  return globSync('**/*', { cwd: root, exclude: excluded, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
}

export function readText(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

/** For tests only: a test file, or one in a folder that only tests use. */
export function isTesting(file: string): boolean {
  return file.endsWith('.test.ts') || /\/(testing|stories|ports)\//.test(file) || testingFiles.has(file)
}

/** What a test file shares with others beside it. */
const testingFiles: ReadonlySet<string> = new Set([
  'packages/service/src/cli/trial.ts',
  'packages/service/src/http/example-access.ts',
  'packages/service/src/http/example-accounts.ts',
  'packages/service/src/http/example-service.ts',
  'packages/service/src/http/example-world.ts',
  'packages/service/src/people/intake-collect.ts',
  'packages/service/src/smtp/scripted-server.ts',
  'packages/service/src/smtp/test-certificate.ts',
])

/** Every module that a file names: `from '…'`, `import('…')` and bare `import '…'`. */
export function importsOf(file: string): string[] {
  const found = readText(file).matchAll(/(?:\bfrom|\bimport\(|^import) ?'([^']+)'/gm)
  return [...found].map(([, name]) => name ?? '')
}

/** The file that a relative import leads to, from the root; null for a package. */
export function resolveImport(file: string, name: string): string | null {
  if (!name.startsWith('.')) return null
  return normalize(join(file, '..', name)).replaceAll('\\', '/')
}

/** The text without comments and without what stands in quotes, for rules about code. Line breaks are kept. */
export function codeOf(text: string): string {
  const quotedOrComment =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
  return text.replace(quotedOrComment, part => part.replace(/[^\n]/g, ' '))
}
