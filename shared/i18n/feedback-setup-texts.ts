import { catalogue } from './catalogue.ts';

/** The setup form for 服务评价 and 意见簿. */
export const feedbackSetupTexts = catalogue({
  zh: {
    section: '评价与意见簿',
    rating: '办理结束后请客户评价（评价器、手机）',
    comments: '客户可写意见（意见簿）',
    ratingSeconds: '评价器等待评价的秒数（不填：30）',
    hint: '台席须按“办结”结束业务，评价器才会亮起；直接呼叫下一位时不询问，客户可用手机评价。',
  },
  en: {
    section: 'Ratings, comments',
    rating: 'Ask customers after the service (tablet, phone)',
    comments: 'Customers may write (comment book)',
    ratingSeconds: 'Seconds for which the tablet asks (empty: 30)',
    hint: 'The tablet wakes when the teller presses Finish. Where the next customer is called at once it does not ask; a phone does.',
  },
});
