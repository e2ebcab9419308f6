/** A stream in pieces that are kept as rows. */

/** One row of a file: 50 MB make 50 rows. */
const pieceBytes = 1024 * 1024

/** The stream in pieces of about a megabyte, numbered from 1; never holds more than two of them. */
export async function* cutIntoPieces(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ number: number; bytes: Buffer }> {
  let number = 0
  let held: Buffer[] = []
  let heldBytes = 0
  for await (const chunk of body) {
    held.push(Buffer.from(chunk))
    heldBytes += chunk.byteLength
    if (heldBytes < pieceBytes) continue
    yield { number: ++number, bytes: Buffer.concat(held) }
    held = []
    heldBytes = 0
  }
  if (heldBytes > 0) yield { number: ++number, bytes: Buffer.concat(held) }
}
