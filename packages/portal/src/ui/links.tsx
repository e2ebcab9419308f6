/** Links inside the portal, as text and as buttons: real anchors, so that they open in a new tab like any other. */

import { Button as FluentButton, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ReactElement, RefAttributes } from 'react'

const useStyles = makeStyles({
  link: {
    color: tokens.colorBrandForegroundLink,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusSmall,
    ':hover': { color: tokens.colorBrandForegroundLinkHover, textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  button: { whiteSpace: 'nowrap', minWidth: 'auto' },
})

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & RefAttributes<HTMLAnchorElement>

function Anchor({ className, ...props }: AnchorProps) {
  const styles = useStyles()
  return <a {...props} className={mergeClasses(styles.link, className)} />
}

/** A link in running text or a table. */
export const TextLink = createLink(Anchor)

/** A link without a look of its own: a row of the navigation, a whole card. */
export const PlainLink = createLink((props: AnchorProps) => <a {...props} />)

interface ButtonAnchorProps extends AnchorProps {
  appearance?: 'primary' | 'secondary' | 'subtle'
  icon?: ReactElement
}

/** Fluent's button takes the place of the anchor's look; what the router gives an anchor reaches it whole. */
function ButtonAnchor({ appearance, icon, className, children, href, ...rest }: ButtonAnchorProps) {
  const styles = useStyles()
  return (
    <FluentButton
      // Fluent types the anchor's attributes by its slot; they are those of any anchor.
      {...(rest as object)}
      as="a"
      href={href ?? ''}
      className={mergeClasses(styles.button, className)}
      {...(appearance === undefined ? {} : { appearance })}
      {...(icon === undefined ? {} : { icon })}
    >
      {children}
    </FluentButton>
  )
}

/** A link that looks like a button, where going there is the thing to do. */
export const ButtonLink = createLink(ButtonAnchor)
