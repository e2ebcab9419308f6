/** The table of what was once not known of a mail, as Kysely sees it. */

export type DoubtVerdict = 'arrived' | 'again' | 'withdrawn'
export type DoubtSettler = 'link' | 'sentItems' | 'bounce' | 'operator' | 'campaign'

export interface MailDoubtTable {
  message_id: string
  tenant_id: string
  since_at: Date
  why: string
  settled_at: Date | null
  verdict: DoubtVerdict | null
  settled_by: DoubtSettler | null
  decided_by: string | null
}
