import { configurationProblems } from '../../shared/hall/configuration-problems.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import type { PaperPreview, PaperPreviewAsked } from '../../shared/protocol/paper-requests.ts';
import { receiptPicture } from './receipt-bytes.ts';
import { logoFault } from './paper-blocks.ts';
import { safeSvg } from './safe-svg.ts';
import { samplePaper } from './sample-papers.ts';

/** How a paper of this configuration would look, or what of it is refused. Pure. */
export function paperPreview(
  { configuration, ...asked }: PaperPreviewAsked,
  given: { readonly at: EpochMs; readonly link: string | null },
): PaperPreview {
  const about = new Set<string | number>(['logo', 'foot', asked.kind]);
  const found = configurationProblems(configuration).filter(({ path }) => path[0] === 'paper' && about.has(path[1] ?? ''));
  const fault = found.length === 0 ? logoFault(configuration.paper?.logo) : null;
  const problems = fault === null ? found : [...found, { path: ['paper', 'logo'], problem: fault }];
  if (problems.length > 0) return { svg: null, problems };
  return { svg: safeSvg(receiptPicture(samplePaper(configuration, { ...asked, ...given }), asked.columns)), problems };
}
