/** Works the built-in templates' MJML off into `templates/compiled.json`. Run it after a template has changed. */

import { writeFile } from 'node:fs/promises'
import { compileAll } from './built-in-forms.ts'
import { templatesFolder } from './templates.ts'

await writeFile(`${templatesFolder}compiled.json`, `${JSON.stringify(await compileAll(), null, 2)}\n`)
