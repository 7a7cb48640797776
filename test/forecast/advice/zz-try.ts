import { halfHours, mean } from './half-hours.ts';
const [load,runs,count,lo,hi]=process.argv.slice(2).map(Number);
const t=performance.now();
const all=[...halfHours({load:load!,runs:runs!,seed:1,count:count!,isWanted:(w)=>w>=lo!&&w<=hi!})];
console.log('days',all.at(-1)!.day,'waiting',mean(all.map(h=>h.waiting)).toFixed(1));
for(let a=0;a<4;a++){const x=all.map(h=>h.arms[a]!);console.log(a,'mean',mean(x.map(f=>f.meanPredicted)).toFixed(2),mean(x.map(f=>f.meanReal)).toFixed(2),'p90',mean(x.map(f=>f.p90Predicted)).toFixed(2),mean(x.map(f=>f.p90Real)).toFixed(2),'mae',mean(x.map(f=>Math.abs(f.p90Predicted-f.p90Real))).toFixed(2),'within',mean(x.map(f=>f.withinP90)).toFixed(3));}
for(let a=0;a<3;a++){const x=all.map(h=>h.savings[a]!);console.log('saving',a,mean(x.map(s=>s.predicted)).toFixed(2),mean(x.map(s=>s.real)).toFixed(2),'mae',mean(x.map(s=>Math.abs(s.predicted-s.real))).toFixed(3),'advised',mean(x.map(s=>s.isAdvised?1:0)).toFixed(2));}
const right=all.filter(h=>(h.savings[0]!.predicted>=h.savings[1]!.predicted)===(h.savings[0]!.real>=h.savings[1]!.real)).length/all.length;
const regret=mean(all.map(h=>Math.max(h.savings[0]!.real,h.savings[1]!.real)-(h.savings[0]!.predicted>=h.savings[1]!.predicted?h.savings[0]!.real:h.savings[1]!.real)));
console.log('right',right.toFixed(3),'regret',regret.toFixed(3),'none advised',mean(all.map(h=>h.savings.every(s=>!s.isAdvised)?1:0)).toFixed(3),((performance.now()-t)/1000).toFixed(1)+'s');
