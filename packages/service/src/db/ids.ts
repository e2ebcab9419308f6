/**
 * Ids of rows. They sort as the rows came to be (RFC 9562, version 7), so that a list in the order of its ids is in the
 * order in which people made it, and new rows lie together in the index. By the wall's clock: a clock that tests turn
 * would give everything of one moment a random order. Never a secret: whoever sees one knows about when it was made.
 */

export { v7 as newId } from 'uuid'
