/** How much the file of a lesson may hold, in one place: the reader, the page and the guide use these numbers. */
export const LESSON_LIMITS = {
  /** Characters of the file. */
  file: 1_000_000,
  /** Characters of an id. */
  id: 60,
  /** Characters of a title, a choice. */
  line: 200,
  /** Characters of a question, a sentence, a hint. */
  paragraph: 1_500,
  link: 500,
  steps: 12,
  choices: 4,
  /** Clients whose bytes are expected, and characters of each. */
  clients: 100,
  received: 200_000,
} as const;
