/** Who is behind by department, country, manager and list; how long people take; what each mail brought about. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Story } from '../testing/story.ts'
import { createStoryTeller } from '../testing/story-teller.ts'

const story = createStoryTeller()

/** Siobhán follows the link after the invitation and registers the day after; the others hear of it once more. */
async function underWay(): Promise<Story> {
  const told = await story()
  const { wei, siobhan, bjoern, marisol } = told.people
  await told.importPeople([wei, siobhan], { sourceBatchId: 'Wave 1' })
  await told.importPeople([bjoern, marisol], { sourceBatchId: 'Wave 2' })
  await told.act('launch')
  await told.day(1)
  await told.press(siobhan)
  await told.day(2)
  told.stage.box.tenant.world.registerMethod(siobhan.id, 'microsoftAuthenticator')
  await told.day(9)
  await told.press(wei)
  return told
}

test('groups add up to everybody; each says where its people stand and finds them again', async () => {
  await using told = await underWay()
  const { client } = told.stage
  const { campaignId } = told.campaign
  for (const by of ['department', 'country', 'manager', 'batch'] as const) {
    const { groups, none, others } = await client.campaignBreakDown({ params: { campaignId, by } })
    const people = groups.reduce((total, group) => total + group.people, none.people + others.people)
    assert.equal(people, 4, by)
    for (const group of groups) {
      const filter = {
        department: { department: group.key },
        country: { country: group.key },
        manager: { managerId: group.key },
        batch: { batchId: group.key },
      }[by]
      const found = await client.searchPeople({ params: { campaignId }, body: filter })
      assert.equal(found.items.length, group.people, `${by} ${group.key}`)
      assert.equal(found.items.filter(person => person.status === 'active').length, group.counts.active)
    }
  }
  const byList = await client.campaignBreakDown({ params: { campaignId, by: 'batch' } })
  assert.deepEqual(byList.groups.map(group => group.name).sort(), ['Wave 1', 'Wave 2'])
})

test('a group moves with its people when the directory does', async () => {
  await using told = await underWay()
  const { client } = told.stage
  const params = { campaignId: told.campaign.campaignId, by: 'department' as const }
  told.stage.box.tenant.world.updateUser(told.people.siobhan.id, { department: 'Lighthouse' })
  await told.day(11)
  const { groups } = await client.campaignBreakDown({ params })
  const lighthouse = groups.find(group => group.key === 'Lighthouse')
  assert.deepEqual([lighthouse?.people, lighthouse?.counts.active], [1, 1])
})

test('each mail says whom it reached and who moved before the next one', async () => {
  await using told = await underWay()
  const { mails, timeToRegister } = await told.stage.client.campaignEffects({
    params: { campaignId: told.campaign.campaignId },
  })
  assert.deepEqual(
    mails.map(({ reminders, sent, confirmed, registered, registeredSoon }) => [
      reminders,
      sent,
      confirmed,
      registered,
      registeredSoon,
    ]),
    [
      [0, 4, 1, 1, 1],
      [1, 3, 1, 0, 0],
    ],
  )
  assert.equal(timeToRegister.people, 1)
  assert.ok((timeToRegister.medianHours ?? 0) > 24 && (timeToRegister.medianHours ?? 0) < 72)
})
