/** How much Muster asks of a tenant at most: a figure within its bounds, or nothing for the default. */

import { Field, Input, Text } from '@fluentui/react-components'
import { budgetBounds } from '@muster/contract/shapes/tenants'
import { useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { type Tenant, useTenantChange } from './tenant-act.ts'

export const budgetNames = [
  'directoryUnitsMax',
  'directoryWritesMax',
  'reportsMax',
  'methodReadsMax',
  'listUnitsMax',
] as const
type BudgetName = (typeof budgetNames)[number]

/** Null is the default. Undefined is no figure that may be set. */
function figureOf(name: BudgetName, text: string): number | null | undefined {
  if (text.trim() === '') return null
  const { min, max } = budgetBounds[name]
  const figure = Number(text)
  return Number.isInteger(figure) && figure >= min && figure <= max ? figure : undefined
}

export function TenantBudgets({ tenant, onClose }: { tenant: Tenant; onClose(): void }) {
  const { t, format } = useTexts()
  const [draft, setDraft] = useState(() => {
    const text = (name: BudgetName) =>
      tenant.budgets[name].isDefault ? '' : String(tenant.budgets[name].max)
    const [directoryUnitsMax, directoryWritesMax, reportsMax, methodReadsMax, listUnitsMax] =
      budgetNames.map(text)
    return { directoryUnitsMax, directoryWritesMax, reportsMax, methodReadsMax, listUnitsMax } as Record<
      BudgetName,
      string
    >
  })
  const { save, refusals } = useTenantChange(tenant.tenantId, budgetNames, onClose)
  const figures = {
    directoryUnitsMax: figureOf('directoryUnitsMax', draft.directoryUnitsMax),
    directoryWritesMax: figureOf('directoryWritesMax', draft.directoryWritesMax),
    reportsMax: figureOf('reportsMax', draft.reportsMax),
    methodReadsMax: figureOf('methodReadsMax', draft.methodReadsMax),
    listUnitsMax: figureOf('listUnitsMax', draft.listUnitsMax),
  }
  return (
    <FormDialog
      title={t.tenantForm.budgets}
      verb={t.save}
      isBusy={save.isPending}
      isBlocked={budgetNames.some(name => figures[name] === undefined)}
      onSubmit={() => save.mutate({ budgets: figures })}
      onClose={onClose}
    >
      <Text>{t.tenantForm.budgetsLead}</Text>
      {budgetNames.map(name => {
        const { max, isDefault } = tenant.budgets[name]
        const bounds = [format.number(budgetBounds[name].min), format.number(budgetBounds[name].max)] as const
        return (
          <Field
            key={name}
            label={t.tenantForm.budget[name]}
            hint={isDefault ? t.tenantForm.byDefault(format.number(max)) : t.tenantForm.bounds(...bounds)}
            {...(figures[name] === undefined
              ? { validationMessage: t.tenantForm.outOfBounds(...bounds) }
              : refusals.at(name))}
          >
            <Input
              inputMode="numeric"
              value={draft[name]}
              onChange={(_, { value }) => setDraft({ ...draft, [name]: value })}
            />
          </Field>
        )
      })}
    </FormDialog>
  )
}
