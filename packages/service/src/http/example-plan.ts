/** The plan that the example service answers with. */

import type { Output } from '@muster/contract/routes'
import { type Campaign, exampleIds, startOfDay } from './example-world.ts'

/** 13,000 people from one mailbox, by a date that only the invitations meet. */
export function examplePlan(campaign: Campaign, isListing: boolean): Output<'planCampaign'> {
  const anna = {
    enrolmentId: exampleIds.anna,
    displayName: 'Anna Arnold',
    userPrincipalName: 'anna.arnold@contoso.example',
  }
  const until = (day: string) => new Date(`${day}T09:40:00Z`)
  return {
    campaignId: campaign.campaignId,
    startAt: startOfDay,
    people: 13_400,
    mailed: { people: 13_000, notLookedAt: 12, names: [] },
    notMailed: [
      {
        reason: 'registered',
        text: 'registered already, as far as known',
        people: 400,
        names: isListing ? [anna] : [],
      },
    ],
    senders: [
      {
        senderId: exampleIds.key,
        address: 'mfa@contoso.example',
        perMinuteMax: 30,
        perDayMax: 10_000,
        usedToday: 0,
        problem: null,
      },
    ],
    mailHours: null,
    mailDays: null,
    zones: [],
    wave: {
      mails: 13_000,
      queuedBefore: 0,
      finishAt: until('2026-11-03'),
      days: [
        { day: '2026-11-02', mails: 10_000 },
        { day: '2026-11-03', mails: 3_000 },
      ],
    },
    reminders: [
      {
        number: 1,
        mailsAtMost: 13_000,
        fromAt: new Date('2026-11-09T08:00:00Z'),
        untilAt: until('2026-11-10'),
      },
    ],
    escalation: {
      afterReminders: 2,
      peopleAtMost: 13_000,
      fromAt: new Date('2026-11-24T07:00:00Z'),
      untilAt: new Date('2026-11-25T07:00:00Z'),
    },
    due: { on: '2026-11-05', verdict: 'tight', remindersBefore: 0, sendersNeeded: null },
  }
}
