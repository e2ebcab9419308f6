/** For tests only: how far people have got in a specification, event by event, and the effects that are asked for. */

import type { Event } from '../enrolment.ts'
import { groupId, on } from './given.ts'

export const asked = on<Event>(0, { kind: 'invitationAsked', number: 1 })
export const invited = on<Event>(0.1, { kind: 'invited', number: 1 })
export const sent = [asked, invited]
export const confirmed = on<Event>(2, { kind: 'confirmed' })
export const joinAsked = on<Event>(2, { kind: 'joinAsked', number: 1 })
export const joined = on<Event>(2.1, { kind: 'joined' })
export const clicked = [...sent, confirmed, joinAsked]
export const inGroup = [...clicked, joined]
export const registered = on<Event>(3, { kind: 'registrationSeen', level: 'mfa', source: 'live' })
export const active = [...inGroup, registered]

export const joinGroup = (number: number) => ({ kind: 'joinGroup', groupId, number }) as const
export const sendInvitation = (number: number) => ({ kind: 'sendMail', mail: 'invitation', number }) as const
export const sendReminder = (number: number) => ({ kind: 'sendMail', mail: 'reminder', number }) as const
export const escalate = { kind: 'escalate' } as const
export const withdrawMail = { kind: 'withdrawMail' } as const
export const withdrawJoin = { kind: 'withdrawJoin' } as const
export const watchMethods = { kind: 'watchMethods' } as const
