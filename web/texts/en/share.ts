/** English: links, and the question before code of a link runs. */
export const SHARE = {
  'share.close': 'Close this note',
  'share.link': 'Link',
  'share.copy': 'Copy',
  'share.copied': 'Link copied.',
  'share.copied.size': 'Link copied. It holds this machine at this step, and what you look at.{size}',
  'share.copied.paused': 'Link copied. It holds this machine, paused, at this step, and what you look at.{size}',
  'share.closed': 'The clipboard is closed to this page. The link:{size}',
  'share.size.long': 'It is long: some mail and chat programs may cut it.',
  'share.stay': {
    one: 'Before the page was loaded again you were at step {step} of {length}, with one client.',
    other: 'Before the page was loaded again you were at step {step} of {length}, with {count} clients.',
  },
  'share.stay.continue': 'Continue there',
  'share.stay.missing': 'What keeps this page for a reload could not be loaded.',
  'share.stay.failed': 'What was kept of the page as it was cannot be opened: {reason}',
  'share.describe': 'Title and note…',
  'share.words': 'A title and a note for the link',
  'share.words.title': 'Title',
  'share.words.note': 'Note',
  'share.words.hint':
    'They are shown as plain text to all who open the link. A title has {title} characters at most, a note {note}.',
  'share.words.make': 'Copy the link',
  'share.words.leave': 'Cancel',
  'share.words.from': 'Words of the author of the link',
  'share.embed': 'Embed…',
  'share.embed.title': 'Embed this machine in a docs page',
  'share.embed.close': 'Close',
  'share.embed.copied': 'Copied',
  'share.embed.frame': 'A server that runs in the page',
  'share.embed.tag': 'Tag',
  'share.embed.tag.needs':
    'Needs Glaswerk beside your pages: npx glaswerk copy DIR puts it there, and prints the two lines for the head of the page.',
  'share.embed.fence': 'Code block and tag, in Markdown',
  'share.embed.fence.needs':
    'Needs the same. Readers without JavaScript see the request; glaswerk check proves the answer that you print below it.',
  'share.embed.fence.none': 'A code block cannot hold what this machine was sent: take the tag.',
  'share.embed.iframe': 'Iframe',
  'share.embed.iframe.needs':
    'Needs no script on your page. A Content Security Policy there must allow frame-src {origin}.',
  'share.embed.code':
    'This machine runs an app of your own. In an iframe readers get a link that opens it in a tab, where they read it first.',
  'share.missing.opened': 'The link cannot be opened: a part of the page could not be loaded.',
  'share.missing.made': 'The link cannot be made: a part of the page could not be loaded.',
  'share.refused': 'The link cannot be opened: {reason}. Here is a fresh machine instead.',
  'share.refused.whole': '{reason} Here is a fresh machine instead.',
  'share.consent': 'This link brings an app of its own',
  'share.consent.size': { one: 'one line', other: '{count} lines' },
  'share.consent.text':
    'Someone else wrote it, and it is not part of Glaswerk. It would run in a sandbox without access to this page or the network. Read it first, all {size}; nothing of it has run yet.',
  'share.consent.hidden': { one: 'one character that cannot be seen', other: '{count} characters that cannot be seen' },
  'share.consent.odd': { one: 'one letter of another alphabet', other: '{count} letters of other alphabets' },
  'share.consent.warn.hidden':
    'Look closely: this code contains {hidden}. What cannot be seen is written as an escape.',
  'share.consent.warn.odd': 'Look closely: this code contains {odd}.',
  'share.consent.warn.both':
    'Look closely: this code contains {hidden} and {odd}. What cannot be seen is written as an escape.',
  'share.consent.source': 'Source of the app',
  'share.consent.empty': '{count} empty lines',
  'share.consent.leave': 'Open without it',
  'share.consent.run': 'Run it',
  'share.consent.wait': 'The button works a moment after you can see it',
  'share.consent.framed':
    'Someone else wrote it, so you read it before it runs. But this page is inside a page of another site, which could draw its own buttons over it. Open the link in a tab of its own to read the app there.',
  'share.consent.tab': 'Open in its own tab',
} as const;
