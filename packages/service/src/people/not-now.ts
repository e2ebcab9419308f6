/** The other side gave no answer in the middle of a batch: it stands where it is until later. */
export class NotNow extends Error {
  override readonly name = 'NotNow'
  /** When to go on; null when the other side did not say. */
  readonly retryAt: Date | null

  constructor(reason: string, retryAt: Date | null) {
    super(reason)
    this.retryAt = retryAt
  }
}
