/** What the fetch standard asks for when a body is streamed, and the compiler's picture of browsers leaves out. */

interface RequestInit {
  duplex?: 'half'
}
