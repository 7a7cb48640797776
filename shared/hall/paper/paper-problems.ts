import { unknownId, type ConfigurationProblem } from '../configuration-problem.ts';
import type { HallConfiguration } from '../configuration.ts';
import { LOGO_BYTES_MAX, LOGO_HEIGHT_MAX, LOGO_WIDTH_MAX } from '../limits.ts';
import { PAPER_KINDS } from './paper-fields.ts';
import { readTemplate, type TemplateLine } from './paper-template.ts';
import { pngFacts } from './png-facts.ts';

/** 58 mm, where a hall has no printer to say otherwise. */
const COLUMNS_BY_DEFAULT = 32;

/** Templates that could do anything on paper but be read, a logo that is none, a printer that is not there. */
export function paperProblems(configuration: HallConfiguration): ConfigurationProblem[] {
  const { paper, printers } = configuration;
  const known = new Set(printers.map(({ id }) => id));
  return [
    ...printers.flatMap(({ device, baud }, index) =>
      baud !== undefined && device === undefined
        ? [{ path: ['printers', index, 'baud'], problem: 'only a device has a speed' }]
        : [],
    ),
    ...(paper === undefined ? [] : templateProblems(configuration)),
    ...logoProblems(paper?.logo),
    ...unknownId(known, paper?.daySlipAtClose, { path: ['paper', 'daySlipAtClose'], what: 'printer' }),
  ];
}

function templateProblems({ paper, printers }: HallConfiguration): ConfigurationProblem[] {
  const columns = Math.min(...printers.map((printer) => printer.columns), ...(printers.length === 0 ? [COLUMNS_BY_DEFAULT] : []));
  return PAPER_KINDS.flatMap((kind) => {
    const template = paper?.[kind];
    if (template === undefined) return [];
    const { lines, problems } = readTemplate(kind, template);
    const all = problems.length > 0 ? problems : widthProblems(lines, columns);
    return all.map(({ line, problem }) => ({
      path: ['paper', kind],
      problem: line === 0 ? problem : `line ${line}: ${problem}`,
    }));
  });
}

/** Columns side by side that the narrowest paper of the hall cannot hold. Without another problem each line of a template is there. */
function widthProblems(lines: readonly TemplateLine[], columns: number): { readonly line: number; readonly problem: string }[] {
  return lines.flatMap((line, index) => {
    if (line.is !== 'setting' || line.name !== 'width' || line.value === 'auto') return [];
    const widths = line.value.split(',').map((each) => (each.trim() === '*' ? 1 : Number(each)));
    const wide = widths.reduce((sum, each) => sum + each, 2 * (widths.length - 1));
    return wide > columns ? [{ line: index + 1, problem: `columns of ${wide} do not fit on paper of ${columns}` }] : [];
  });
}

function logoProblems(logo: string | undefined): ConfigurationProblem[] {
  if (logo === undefined) return [];
  const path = ['paper', 'logo'];
  const facts = pngFacts(logo);
  if (facts === null) return [{ path, problem: 'the logo is no PNG picture' }];
  if (facts.bytes > LOGO_BYTES_MAX) return [{ path, problem: `the logo has more than ${LOGO_BYTES_MAX} bytes` }];
  if (facts.width > LOGO_WIDTH_MAX || facts.height > LOGO_HEIGHT_MAX)
    return [
      { path, problem: `the logo has ${facts.width} × ${facts.height} dots, not at most ${LOGO_WIDTH_MAX} × ${LOGO_HEIGHT_MAX}` },
    ];
  return facts.isInterlaced ? [{ path, problem: 'the logo is interlaced' }] : [];
}
