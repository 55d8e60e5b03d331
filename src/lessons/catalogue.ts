/** What the overview shows of each lesson. Written by `npm run lessons`, which checks the lessons: not by hand. */
import type { LessonHead } from './lesson.ts';

// oxfmt-ignore
export const CATALOGUE: readonly LessonHead[] = [
  {
    id: 'one-request',
    road: 'walk',
    title: {
      en: 'One request, all the way',
      zh: '一个请求的全程',
    },
    question: {
      en: 'What happens between the Enter key and the answer?',
      zh: '从按下回车到收到响应，中间发生了什么？',
    },
  },
];
