/** The rules of the house, each with its reason: who may import whom, who writes what, and how a file looks. */

import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, test } from 'node:test'
import { isWrite, type Route } from '../packages/contract/src/route.ts'
import { routeNames, routes } from '../packages/contract/src/routes.ts'
import { codeOf, importsOf, isTesting, listFiles, readText, resolveImport, root } from './source.ts'

const files = listFiles()
/** This file names what it forbids. */
const self = 'scripts/tidy.test.ts'
const code = files.filter(
  file => /^(packages|scripts|bench|e2e)\/.*\.tsx?$/.test(file) && !file.endsWith('.d.ts'),
)
const product = code.filter(file => file.startsWith('packages/') && !isTesting(file))
const service = 'packages/service/src/'

/** Fails with the reason of the rule and every place that breaks it. */
function hold(reason: string, broken: readonly string[]): void {
  assert.equal(broken.length, 0, `${reason}\n${broken.map(place => `  ${place}`).join('\n')}`)
}

/** Every import of these files as [file, what it names]. */
function importsIn(some: readonly string[]): [string, string][] {
  return some.flatMap(file => importsOf(file).map((name): [string, string] => [file, name]))
}

/** `file:line` of each match in the files' code, comments and quoted text left out. */
function matches(
  some: readonly string[],
  pattern: RegExp,
  read = (file: string) => codeOf(readText(file)),
): string[] {
  return some.flatMap(file =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  )
}

describe('the arrows between the packages point down', () => {
  const within = (folder: string) => product.filter(file => file.startsWith(`packages/${folder}/src/`))

  test('core leans on nothing, not even on Node', () => {
    const broken = importsIn(within('core')).filter(
      ([, name]) => !name.startsWith('./') && !name.startsWith('../'),
    )
    hold(
      'core is pure: what it decides can be replayed anywhere, so it knows no package and no machine',
      broken.map(String),
    )
  })

  test('core has no clock and no chance', () => {
    const pattern = /Date\.now|new Date\(\)|Math\.random|performance\.|setTimeout|setInterval|process\./
    hold(
      'time and chance are arguments in core, or a replay would not give the same row',
      matches(within('core'), pattern),
    )
  })

  const allowed: Readonly<Record<string, readonly string[]>> = {
    core: [],
    contract: ['core'],
    service: ['contract', 'core', 'simulator'],
    simulator: [],
    portal: ['contract', 'core'],
  }
  for (const [name, below] of Object.entries(allowed)) {
    test(`${name} imports ${below.length === 0 ? 'no other package of ours' : `only ${below.join(', ')}`}`, () => {
      const broken = importsIn(within(name)).filter(([file, to]) => {
        const other = /^@muster\/(\w+)/.exec(to)?.[1] ?? packageOf(resolveImport(file, to))
        return other !== null && other !== name && !below.includes(other)
      })
      hold(
        'each package is a boundary (DESIGN, layout); the simulator above all owes nothing to the code under test',
        broken.map(String),
      )
    })
  }

  test('the product does not know the simulator', () => {
    const outside = within('service').filter(file => !file.startsWith(`${service}stage/`))
    const broken = importsIn(outside).filter(([, name]) => name.startsWith('@muster/simulator'))
    hold(
      'a simulated tenant is a tenant: only the stage (demo, rehearsal) and tests may put one up',
      broken.map(String),
    )
  })
})

function packageOf(path: string | null): string | null {
  return path === null ? null : (/^packages\/(\w+)\//.exec(path)?.[1] ?? null)
}

/**
 * Which feature may import which. Short and without a circle: whoever adds a line here says why the two belong
 * together, and a feature further down never learns of one further up.
 */
const featureImports: Readonly<Record<string, readonly string[]>> = {
  enrolments: [],
  tenants: ['enrolments'],
  access: [],
  links: ['enrolments', 'tenants'],
  observe: ['enrolments'],
  messages: ['enrolments', 'tenants'],
  campaigns: ['enrolments', 'tenants', 'observe'],
  reports: ['enrolments', 'campaigns'],
  people: ['enrolments', 'tenants', 'campaigns', 'reports'],
  escalations: ['enrolments', 'people'],
  summaries: ['enrolments', 'tenants', 'reports'],
  mirror: ['campaigns', 'reports'],
  takeovers: ['enrolments', 'tenants', 'links', 'observe', 'campaigns', 'people', 'reports'],
  automations: ['enrolments', 'observe', 'people', 'messages', 'reports'],
}

describe('the features of the service', () => {
  const features = Object.keys(featureImports)
  const featureOf = (file: string | null) =>
    file?.startsWith(service) ? file.slice(service.length).split('/')[0] : null

  test('import one another only along the list', () => {
    const broken = importsIn(product.filter(file => features.includes(featureOf(file) ?? ''))).filter(
      ([file, name]) => {
        const from = featureOf(file) ?? ''
        const to = featureOf(resolveImport(file, name)) ?? ''
        return features.includes(to) && to !== from && !featureImports[from]?.includes(to)
      },
    )
    hold(
      'a change to one feature touches one folder; a new pair goes onto the list, or the shared piece moves down',
      broken.map(String),
    )
  })

  test('the list has no circle', () => {
    const below = (feature: string): string[] =>
      (featureImports[feature] ?? []).flatMap(other => [other, ...(other === feature ? [] : below(other))])
    hold(
      'two features that need each other are one',
      features.filter(feature => below(feature).includes(feature)),
    )
  })

  test('no feature imports the program, its command line or the stage', () => {
    const above = ['app.ts', 'main.ts', 'cli', 'stage']
    const broken = importsIn(product.filter(file => features.includes(featureOf(file) ?? ''))).filter(
      ([file, name]) => above.includes(featureOf(resolveImport(file, name)) ?? ''),
    )
    hold('whoever puts the program together knows its parts, not the other way round', broken.map(String))
  })

  test('only app.ts and tenants/ know the adapters', () => {
    const mayKnow = (file: string) => /\/src\/(app\.ts|tenants\/|graph\/|smtp\/)/.test(file)
    const inService = product.filter(file => file.startsWith(service) && !mayKnow(file))
    const broken = importsIn(inService).filter(([file, name]) =>
      ['graph', 'smtp'].includes(featureOf(resolveImport(file, name)) ?? ''),
    )
    hold(
      'features speak through the ports of core; what Graph and SMTP look like is known in one place',
      broken.map(String),
    )
  })
})

describe('who writes what', () => {
  const serviceFiles = product.filter(file => file.startsWith('packages/service/'))
  const writes = (table: string) =>
    new RegExp(
      `(insert into|update|delete from) ${table}\\b(?! set due_at| set source| set person_)|(insertInto|updateTable|deleteFrom)\\('${table}'\\)`,
    )
  const writersOf = (pattern: RegExp) =>
    serviceFiles.filter(file => !file.includes('/migrations/') && pattern.test(readText(file)))

  test('enrolments and their events change in enrolments/apply.ts alone; a draft that is deleted takes its own along', () => {
    const reason = 'one door: row, event and what follows are written in one transaction (invariant 1)'
    const doors = ['enrolments/apply.ts', 'enrolments/discard.ts'].map(file => `${service}${file}`)
    for (const table of ['enrolment', 'enrolment_event']) {
      assert.deepEqual(writersOf(writes(table)), doors, reason)
      const deletes = new RegExp(`delete from ${table}\\b|deleteFrom\\('${table}'\\)`)
      assert.deepEqual(writersOf(deletes), doors.slice(1), reason)
    }
  })

  test('the columns that no event tells of have one writer each', () => {
    const reason =
      'due times follow from the policy, source and batch from the newest list, copies from the person; none moves anybody'
    assert.deepEqual(writersOf(/update enrolment set due_at/), [`${service}enrolments/due-times.ts`], reason)
    assert.deepEqual(writersOf(/update enrolment set source/), [`${service}enrolments/origins.ts`], reason)
    const copies = writersOf(/update enrolment set person_/)
    assert.deepEqual(copies, [`${service}enrolments/person-copies.ts`], reason)
  })

  test('no route with the method GET is a write', () => {
    const all: readonly Route[] = routeNames.map(name => routes[name])
    const gets = all.filter(route => route.method === 'GET')
    assert.ok(gets.length > 0)
    hold(
      'GET changes nothing (invariant 4); mail scanners and browsers follow any link they see',
      gets.filter(isWrite).map(route => route.path),
    )
  })

  test('a POST that only reads says so in the table', () => {
    const all: readonly Route[] = routeNames.map(name => routes[name])
    const broken = all.filter(route => route.reads === true && route.method !== 'POST')
    hold(
      '`reads` is for the search that keeps names out of URLs, nothing else',
      broken.map(route => route.path),
    )
  })
})

describe('how a file looks', () => {
  /** DESIGN and STYLE: around 200 lines; at 400 ask what the second file is called. */
  const linesMax = 400

  test(`no file has more than ${linesMax} lines`, () => {
    const long = code.filter(file => readText(file).split('\n').length - 1 > linesMax)
    hold('a longer file is two files; ask what the second one is called', long)
  })

  test('every file opens with a sentence that says what it is for', () => {
    const opening = /^(#![^\n]*\n)?\/\*\*[\s\S]{20,}?[.:?](\s|\*|\/)/
    hold(
      'the reader learns from the first line whether this is the file they look for',
      code.filter(file => !opening.test(readText(file))),
    )
  })

  test('files and folders have kebab-case names', () => {
    const odd = code.filter(
      file => !file.split('/').every(part => /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?(\.tsx?)?$/.test(part)),
    )
    hold('one way to write a name, the same on every file system', odd)
  })

  test('nothing is called Manager, Service, Helper, Util, Handler or Impl', () => {
    // A function may speak of a person's manager; a thing that is called one may not.
    const named = product.flatMap(file =>
      [...codeOf(readText(file)).matchAll(/\b(class|interface|type|function|const)\s+(\w+)/g)]
        .filter(([, sort, name = '']) => vagueName(sort ?? '').test(name) && !knownNames.has(name))
        .map(([, , name]) => `${file}: ${name}`),
    )
    const isVague = /(manager|service|helper|util|handler|impl)s?\.ts$/
    const fileNames = code.filter(file => isVague.test(file) && !knownFiles.test(file))
    hold('a name says what a thing is or does; these words say only that there is one', [
      ...named,
      ...fileNames,
    ])
  })

  function vagueName(sort: string): RegExp {
    return sort === 'function'
      ? /(Service|Helper|Utils?|Handler|Impl)$/
      : /(Manager|Service|Helper|Utils?|Handler|Impl)$/
  }

  /** `Handlers` is the contract's word for the service's side of the table; throttled services and managers are Microsoft's. */
  const knownNames: ReadonlySet<string> = new Set([
    'GraphService',
    'Service',
    'LooseHandler',
    'withoutManager',
  ])
  const knownFiles = /\/(handlers|import-handlers|example-service)\.ts$/

  test('there are no barrel files', () => {
    const barrels = code.filter(
      file => basename(file) === 'index.ts' || /^export \* from/m.test(readText(file)),
    )
    hold('an import names the file it means; a barrel hides who uses what', barrels)
  })

  test('every limit says why it has its value', () => {
    const bare = code.flatMap(file => {
      const lines = readText(file).split('\n')
      return lines.flatMap((line, index) => {
        const isLimit = /^(export )?const \w+Max\b/.test(line)
        const isExplained =
          /(\*\/|^\/\/.*)$/.test(lines[index - 1]?.trim() ?? '') || / \/\/ /.test(line) || isSelfEvident(line)
        return isLimit && !isExplained ? [`${file}:${index + 1}`] : []
      })
    })
    hold('a limit without a reason is never changed again, or changed at random (invariant 9)', bare)
  })

  /** The highest port is no choice of ours. */
  function isSelfEvident(line: string): boolean {
    return /portMax = 65_535/.test(line)
  }

  test('nothing is left to be done later', () => {
    const open = code.filter(file => file !== self)
    hold(
      'what is not done is an issue, where somebody looks for it',
      matches(open, /\b(TODO|FIXME|XXX|HACK)\b/, readText),
    )
  })

  test('there is no `any`', () => {
    const explained = (file: string) =>
      codeOf(readText(file).replace(/^\s*\/\/ biome-ignore lint\/suspicious\/noExplicitAny: .+\n.*$/gm, '\n'))
    hold(
      'an `any` switches the compiler off; `unknown` asks for a look',
      matches(
        code.filter(file => file !== self),
        /(:|<|\bas|,|\|) any\b(?!\()|<any>/,
        explained,
      ),
    )
  })

  test('nothing is waved through with an exclamation mark', () => {
    hold('what may be missing is asked for, not asserted', matches(code, /[\w)\]]!(\.|\[|\)|;|,|$)/))
  })
})

describe('what the repository holds', () => {
  /** A clone must stay small; samples and pictures are made to fit. */
  const fileBytesMax = 300_000
  /** Whoever writes a client of the API wants it in one piece, and the reference test keeps it true. */
  const wholeApi = 'docs/reference/openapi.json'

  test(`no file is larger than ${fileBytesMax / 1000} kB`, () => {
    const large = files.filter(file => file !== wholeApi && statSync(join(root, file)).size > fileBytesMax)
    hold('what is large and made by a machine is made again, not kept', large)
  })

  test("no file names a folder of somebody's machine", () => {
    const texts = files.filter(
      file => /\.(ts|js|md|json|sh|yml|yaml|mjml|txt)$|^\.ci\//.test(file) && file !== self,
    )
    hold(
      'it would work on that machine only',
      matches(texts, /(^|[\s"'`(=])(\/home\/\w+\/|\/Users\/\w+\/|\/work\/|[A-Z]:\\Users\\)/, readText),
    )
  })

  test('the lock file names no registry', () => {
    const lock: { packages: Record<string, { resolved?: string; link?: boolean }> } = JSON.parse(
      readText('package-lock.json'),
    )
    const hosts = Object.entries(lock.packages).filter(
      ([, entry]) => entry.link !== true && entry.resolved !== undefined,
    )
    hold(
      'npm ci takes packages from whatever registry its user has set',
      hosts.map(([name, entry]) => `${name}: ${entry.resolved}`),
    )
  })

  test('the documents name only npm scripts and files that exist', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(readText('package.json'))
    const documents = files.filter(file => file.endsWith('.md') && !file.startsWith('docs/reference/'))
    const builtIn = new Set(['test', 'start'])
    const missing = documents.flatMap(file => [
      ...[...readText(file).matchAll(/npm (run )?([a-z][\w-]*)/g)]
        .filter(
          ([, isRun, name = '']) =>
            (isRun === undefined ? builtIn.has(name) : true) && scripts[name] === undefined,
        )
        .map(([said]) => `${file}: ${said}`),
      ...deadLinks(file),
    ])
    hold('a document that is wrong once is not believed again', missing)
  })
})

/** Relative links of a document that lead nowhere, and files named in backticks (by the end of their path) that are none. */
function deadLinks(file: string): string[] {
  const text = readText(file)
  const linked = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, to]) =>
    join(file, '..', to ?? ''),
  )
  const named = [...text.matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|md|json|mjml|csv))`/g)].map(
    ([, to]) => to ?? '',
  )
  const broken = [
    ...linked.filter(to => !isThere(to.replaceAll('\\', '/'))),
    ...named.filter(to => !isThere(to) && !files.some(other => other.endsWith(`/${to}`))),
  ]
  return broken.map(to => `${file}: ${to}`)
}

function isThere(path: string): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`
  return files.includes(path) || files.some(file => file.startsWith(folder))
}
