/** The reader's own choices: light or dark, and the language. */

import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { Settings20Regular } from '@fluentui/react-icons'
import { languages, useTexts } from '../texts/use-texts.tsx'
import { looks, useLook } from './look.tsx'

export function Preferences() {
  const { t, language, choose } = useTexts()
  const { look, choose: chooseLook } = useLook()
  return (
    <Menu
      checkedValues={{ look: [look], language: [language] }}
      onCheckedValueChange={(_, { name, checkedItems: [chosen] }) => {
        const nextLook = looks.find(one => name === 'look' && one === chosen)
        const nextLanguage = languages.find(one => name === 'language' && one === chosen)
        if (nextLook !== undefined) chooseLook(nextLook)
        if (nextLanguage !== undefined) choose(nextLanguage)
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<Settings20Regular />} aria-label={t.shell.preferences} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{t.shell.look}</MenuGroupHeader>
            {looks.map(one => (
              <MenuItemRadio key={one} name="look" value={one}>
                {t.looks[one]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{t.shell.language}</MenuGroupHeader>
            {languages.map(one => (
              <MenuItemRadio key={one} name="language" value={one} lang={one}>
                {t.languages[one]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
