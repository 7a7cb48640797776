import { catalogue, plural } from './catalogue.ts';

/** A counter to be opened, in words: for these services and no others, until a time; null: for all, and for as long as it stays open. */
interface Opening {
  readonly counter: number;
  readonly teller: string;
  readonly services: string | null;
  readonly until: string | null;
}

function limitZh(minutes: number | null, hours: number): string {
  return minutes === null ? `${hours} 小时以上` : `${minutes} 分钟`;
}

function limitEn(minutes: number | null, hours: number): string {
  return minutes === null ? `over ${hours} h` : `${minutes} min`;
}

/** What the duty manager reads about waits to come, about advice, and about how right both were. */
export const managerForecastTexts = catalogue({
  zh: {
    table: {
      now: '现在取号',
      nowTitle: '现在取号的普通客户预计等候多久：四人中有一人更短，十人中有一人更长',
      ahead: '15/30/60 分钟后',
      aheadTitle: '那时取号的客户，十人中有九人等候不超过这么多分钟',
      soon: '15 分钟后',
      minutes: (minutes: number) => `${minutes} 分`,
      unknown: '—',
      show: (service: string) => `${service}：等候走势`,
      said: (now: string, soon: number | null) => `现在取号 ${now}${soon === null ? '' : ` · 15 分钟后 ≤${soon} 分`}`,
    },
    sheet: {
      title: '等候预计',
      service: '业务',
      now: '现在取号',
      in: (minutes: number) => `${minutes} 分钟后`,
      p90: '九成不超过',
      p90Short: (minutes: number) => `≤${minutes} 分`,
      longest: '最长等候',
      mean: '平均等候（前 10 分钟叫到的）',
      p50: '预计一半不超过',
      band: '预计九成不超过',
      promise: '承诺',
      noAhead: '还不知道这个时候会来多少客户，今后的走势暂不能预计。',
      stop: '。',
      learning: '数据还少，按常用时长估计，范围较宽。',
      unit: '分钟',
      picture: (service: string) => `${service}：过去一小时的等候与今后一小时的预计`,
      made: (time: string) => `${time} 预计`,
    },
    advice: {
      title: '建议',
      actions: {
        open: ({ counter, teller, services, until }: Opening) =>
          `开 ${counter} 号台席（工号 ${teller}）${services === null ? '' : `，${until === null ? '' : `到 ${until} 为止`}办理${services}`}`,
        also: (counter: number, services: string, until: string) => `${counter} 号台席到 ${until} 为止办理${services}`,
        delay: (counter: number, minutes: number) => `${counter} 号台席的休息推迟 ${minutes} 分钟`,
        redirect: (count: number, from: string, to: string) => `把${from}的 ${count} 人转到${to}`,
        help: (service: string) => `为${service}增派人手`,
      },
      about: (service: string) => `针对：${service}`,
      /** Null: more than so many hours. */
      change: (before: number | null, after: number | null, hours: number) =>
        `十人中有九人等候不超过：${limitZh(before, hours)} → ${limitZh(after, hours)}`,
      mean: (before: string, after: string) => `平均 ${before} → ${after} 分钟`,
      late: (before: number, after: number) => `超过承诺 ${before} → ${after} 人`,
      saving: (mean: string, low: string, high: string) => `全厅每人平均省 ${mean} 分钟（九成把握：${low} 到 ${high}）`,
      perTellerMinute: (minutes: string) => `营业员每花 1 分钟，客户共省 ${minutes} 分钟`,
      free: '不占用营业员时间',
      sure: {
        clear: '把握很大',
        fair: '把握较大',
        modest: '能省，但多少不准',
      },
      within: (minutes: number) => `今后 ${minutes} 分钟`,
      more: (others: number) => `还有 ${others} 条建议`,
      fewer: '只看第一条',
      accept: '采纳',
      decline: '不采纳…',
      declineTitle: '为什么不采纳？',
      declineOther: '其他原因',
      none: '现在没有建议。',
      reasons: {
        'nobody-free': '抽不出人手',
        'not-needed': '觉得不需要',
        'already-done': '已用其他办法处理',
        'not-possible': '现场不允许',
      },
    },
    effects: {
      title: '已采纳的建议',
      none: '今天还没有采纳过建议。',
      promised: (minutes: string) => `预计每人省 ${minutes} 分钟`,
      measuring: '效果统计中',
      measured: (minutes: string) => `实际省 ${minutes} 分钟`,
      worse: (minutes: string) => `实际多等 ${minutes} 分钟`,
      unknown: '无法统计效果',
    },
    accuracy: {
      title: '预计准不准',
      intro: '告诉客户的等候，与他们实际等候的对比。',
      days: (days: number) => (days === 1 ? '今天' : `最近 ${days} 天`),
      period: '时间段',
      span: (from: string, to: string) => (from === to ? from : `${from} 至 ${to}`),
      service: '业务',
      class: '客户类别',
      everything: '全部',
      overall: '合计',
      byService: '按业务',
      byClass: '按客户类别',
      byHour: '按取号时刻',
      columns: {
        n: '人数',
        coverage: '上限以内',
        inside: '范围以内',
        under: '超出 5 分钟以上',
        bias: '偏差（分）',
        miss: '平均误差（分）',
        pinball: '分位损失（分）',
      },
      target: (percent: number) => `目标 ${percent}%`,
      low: '低于目标',
      hour: (hour: number) => `${hour} 时`,
      hourTitle: (hour: number, people: number, percent: string) => `${hour} 时取号的 ${people} 人：${percent} 在上限以内`,
      tooFew: (min: number) => `少于 ${min} 人，不作结论`,
      nothing: '这段时间还没有可比较的号票：要先告诉客户预计等候，客户也要被叫到。',
      counts: (judged: number, unserved: number, untold: number) =>
        `比较了 ${judged} 次等候；另有 ${unserved} 人没有等到叫号，${untold} 人取号时没有得到预计。`,
      means: (waited: string, from: string, to: string) => `平均等候 ${waited} 分钟，告诉的范围平均 ${from}–${to} 分钟。`,
      simple: (simple: string, ours: string, people: number) =>
        `同样 ${people} 张号票，若按“人数 × 时长 ÷ 台席”告诉，平均差 ${simple} 分钟；本系统差 ${ours} 分钟。`,
      behind: (entries: number) => `历史记录还差 ${entries} 条，数字会再变。`,
      trend: '每天',
      coverageChart: '每天：在告知的上限以内被叫到的百分比',
      coverageLine: '上限以内',
      missChart: '每天：平均误差，分钟',
      missLine: '平均误差（分）',
      learned: '依据',
      learnedLine: (service: string, seen: number, median: string | null) =>
        seen === 0
          ? `${service}：还没有见过办理${median === null ? '' : `，先按 ${median} 分钟估算`}`
          : `${service}：见过 ${seen} 次办理${median === null ? '' : `，一半不超过 ${median} 分钟`}`,
      learning: '数据还少',
      definitions: '这些数字是什么意思',
      explained: [
        ['上限以内', '告诉“8–14 分钟”的客户里，等候不超过 14 分钟的占多少。接近 90% 最好：低了，说得太早；高了，范围太宽。'],
        ['范围以内', '等候在 8 到 14 分钟之间的占多少。接近 65% 最好：四人中有一人更早，十人中有一人更晚。'],
        ['超出 5 分钟以上', '比上限还多等 5 分钟以上的占多少。'],
        ['偏差', '等候减去范围的中点，取平均。正数：客户等得比告诉的久。'],
        ['平均误差', '等候与范围中点相差多少，取平均。'],
        ['分位损失', '同时给下限和上限打的分，越小越好，用来比较两段时间。'],
        ['人数', '取号时得到预计、后来被叫到的次数。人数少时，百分比说明不了什么。'],
      ],
      loading: '正在读取…',
      again: '再试一次',
    },
    adviceReport: {
      title: '建议的效果',
      none: '这段时间没有人采纳或拒绝过建议。',
      counts: (accepted: number, declined: number) => `采纳 ${accepted} 次，不采纳 ${declined} 次。`,
      error: (minutes: string) => `采纳的建议，预计省的与实际省的平均相差 ${minutes} 分钟（每人）。`,
      predicted: (minutes: string) => `预计每人省 ${minutes} 分钟`,
      accepted: (who: string) => `${who}采纳`,
      declined: (who: string, why: string) => `${who}不采纳：${why}`,
      somebody: '系统',
      missed: (minutes: string) => `采纳本可省 ${minutes} 分钟`,
      explained: '实际省多少，是拿真正来的客户重算一遍“什么也不做”，再与真实的等候相比。',
    },
  },
  en: {
    table: {
      now: 'Ticket now',
      nowTitle: 'Expected wait of a standard customer who takes a ticket now: one in four waits less, one in ten longer',
      ahead: 'In 15/30/60 min',
      aheadTitle: 'Nine of ten who take a ticket then wait no longer than so many minutes',
      soon: 'In 15 min',
      minutes: (minutes: number) => `${minutes} min`,
      unknown: '—',
      show: (service: string) => `${service}: how its wait goes on`,
      said: (now: string, soon: number | null) => `Ticket now ${now}${soon === null ? '' : ` · in 15 min ≤${soon} min`}`,
    },
    sheet: {
      title: 'Waits to come',
      service: 'Service',
      now: 'Ticket now',
      in: (minutes: number) => `in ${minutes} min`,
      p90: 'Nine of ten at most',
      p90Short: (minutes: number) => `≤${minutes} min`,
      longest: 'longest wait',
      mean: 'mean wait (called in the last 10 min)',
      p50: 'expected: half at most',
      band: 'expected: nine of ten at most',
      promise: 'promised',
      noAhead: 'How many come at this hour is not known yet, so the line cannot be predicted.',
      stop: '.',
      learning: 'Little data yet: estimated from typical minutes, and wider for it.',
      unit: 'min',
      picture: (service: string) => `${service}: the last hour’s waits and what the next hour is expected to bring`,
      made: (time: string) => `as of ${time}`,
    },
    advice: {
      title: 'Advice',
      actions: {
        open: ({ counter, teller, services, until }: Opening) =>
          `Open counter ${counter} (staff ${teller})${services === null ? '' : ` for ${services}${until === null ? '' : ` until ${until}`}`}`,
        also: (counter: number, services: string, until: string) => `Let counter ${counter} serve ${services} until ${until}`,
        delay: (counter: number, minutes: number) => `Delay the break at counter ${counter} by ${minutes} min`,
        redirect: (count: number, from: string, to: string) => `Move ${plural(count, 'person', 'people')} from ${from} to ${to}`,
        help: (service: string) => `Call help for ${service}`,
      },
      about: (service: string) => `For ${service}`,
      change: (before: number | null, after: number | null, hours: number) =>
        `Nine of ten wait at most: ${limitEn(before, hours)} → ${limitEn(after, hours)}`,
      mean: (before: string, after: string) => `mean ${before} → ${after} min`,
      late: (before: number, after: number) => `beyond the promise ${before} → ${after}`,
      saving: (mean: string, low: string, high: string) =>
        `Everybody in the hall saves ${mean} min on average (90% sure of ${low} to ${high})`,
      perTellerMinute: (minutes: string) => `${minutes} min of waiting saved for each teller minute`,
      free: 'Costs no teller time',
      sure: {
        clear: 'very sure',
        fair: 'rather sure',
        modest: 'it helps, how much is unsure',
      },
      within: (minutes: number) => `within ${minutes} min`,
      more: (others: number) => `${others} more`,
      fewer: 'Only the first',
      accept: 'Accept',
      decline: 'Decline…',
      declineTitle: 'Why not?',
      declineOther: 'Another reason',
      none: 'No advice now.',
      reasons: {
        'nobody-free': 'Nobody is free',
        'not-needed': 'Not needed, I think',
        'already-done': 'Dealt with in another way',
        'not-possible': 'Not possible here and now',
      },
    },
    effects: {
      title: 'Accepted advice',
      none: 'No advice was accepted today.',
      promised: (minutes: string) => `said to save ${minutes} min each`,
      measuring: 'being measured',
      measured: (minutes: string) => `saved ${minutes} min`,
      worse: (minutes: string) => `cost ${minutes} min`,
      unknown: 'cannot be measured',
    },
    accuracy: {
      title: 'How right the waits were',
      intro: 'What customers were told, against how long they waited.',
      days: (days: number) => (days === 1 ? 'today' : `last ${days} days`),
      period: 'Period',
      span: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
      service: 'Service',
      class: 'Class',
      everything: 'all',
      overall: 'All together',
      byService: 'By service',
      byClass: 'By class',
      byHour: 'By hour of the ticket',
      columns: {
        n: 'People',
        coverage: 'Within the limit',
        inside: 'Within the range',
        under: 'Over by 5 min or more',
        bias: 'Bias (min)',
        miss: 'Mean error (min)',
        pinball: 'Pinball loss (min)',
      },
      target: (percent: number) => `target ${percent}%`,
      low: 'below the target',
      hour: (hour: number) => `${hour}:00`,
      hourTitle: (hour: number, people: number, percent: string) =>
        `${plural(people, 'person', 'people')} with tickets of ${hour}:00: ${percent} within the limit`,
      tooFew: (min: number) => `fewer than ${min}: no conclusion`,
      nothing: 'Nothing to compare in this period: a wait has to be told first, and the customer called.',
      counts: (judged: number, unserved: number, untold: number) =>
        `${plural(judged, 'wait', 'waits')} compared; besides, ${unserved} were never called and ${untold} had been told nothing.`,
      means: (waited: string, from: string, to: string) =>
        `They waited ${waited} min on average and were told ${from} to ${to} min on average.`,
      simple: (simple: string, ours: string, people: number) =>
        `On the same ${plural(people, 'ticket', 'tickets')}, “people × minutes ÷ counters” would have missed by ${simple} min; this hall missed by ${ours} min.`,
      behind: (entries: number) => `The history is ${plural(entries, 'entry', 'entries')} behind; the figures will move.`,
      trend: 'Day by day',
      coverageChart: 'Day by day: per cent called within the limit they were told',
      coverageLine: 'within the limit',
      missChart: 'Day by day: mean error in minutes',
      missLine: 'mean error (min)',
      learned: 'Made from',
      learnedLine: (service: string, seen: number, median: string | null) =>
        seen === 0
          ? `${service}: no service seen yet${median === null ? '' : `, taken to be ${median} min`}`
          : `${service}: ${plural(seen, 'service', 'services')} seen${median === null ? '' : `, half of them ${median} min at most`}`,
      learning: 'little data yet',
      definitions: 'What these figures mean',
      explained: [
        [
          'Within the limit',
          'Of those who were told “8–14 min”, the share that waited 14 min at most. 90% is best: less promises too early, more is too wide.',
        ],
        [
          'Within the range',
          'The share that waited between 8 and 14 min. 65% is best: one in four is called earlier, one in ten later.',
        ],
        ['Over by 5 min or more', 'The share that waited longer than the limit by more than 5 min.'],
        ['Bias', 'The wait less the middle of the range, on average. Above zero: customers wait longer than they were told.'],
        ['Mean error', 'How far the wait was from the middle of the range, on average.'],
        ['Pinball loss', 'A score of both ends of the range; smaller is better. It compares one period with another.'],
        ['People', 'Waits that were told at the ticket and ended in a call. Of few people a share says little.'],
      ],
      loading: 'Loading…',
      again: 'Try again',
    },
    adviceReport: {
      title: 'What advice did',
      none: 'Nobody accepted or declined advice in this period.',
      counts: (accepted: number, declined: number) => `${accepted} accepted, ${declined} declined.`,
      error: (minutes: string) =>
        `Of what was accepted, said and measured savings differ by ${minutes} min for each customer on average.`,
      predicted: (minutes: string) => `said to save ${minutes} min each`,
      accepted: (who: string) => `accepted by ${who}`,
      declined: (who: string, why: string) => `declined by ${who}: ${why}`,
      somebody: 'the system',
      missed: (minutes: string) => `would have saved ${minutes} min`,
      explained:
        'What was saved: the customers who really came are run once more with nothing done, and compared with how long they did wait.',
    },
  },
});

export type ManagerForecastTexts = ReturnType<typeof managerForecastTexts>;
