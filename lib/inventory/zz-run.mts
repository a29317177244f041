import { createDb } from '../db/client.ts'
import { createPool } from '../db/pool.ts'
import { aLargeEstate } from '../testing/large-estate.ts'
import { listIdentities, countIdentities } from './queries.ts'
import { showPosture } from '../posture/queries.ts'
const url='postgresql://tenure@127.0.0.1:55432/inv_try'
const db=createDb(url), pool=createPool(url)
const NOW=new Date('2026-11-22T10:00:00Z')
const n=Number((await pool.query('select count(*) from identity')).rows[0].count)
if(n===0){console.time('gen');await aLargeEstate(pool,400000);console.timeEnd('gen')}
const actor={kind:'user',userId:'usr_01k8m4z1f7e5m9v3x2c1b0a9q8',name:'x',roles:['auditor']} as const
const ctx={db,pool,keyring:{currentId:'a',keys:{}},actor,now:NOW,requestId:null} as never
const ownerId=`usr_${'7'.padStart(26, '0')}`, systemId=`sys_${'3'.padStart(26, '0')}`
const F:Record<string,object>={all:{},orphans:{owner:'nobody'},owner:{owner:ownerId},system:{system:systemId},cls:{class:'ai_agent'},sandbox:{environment:'sandbox'},gov:{governed:'yes'},nopurp:{missing:'purpose'},expired:{expiry:'expired'},soon:{expiry:'30d'},not90:{lastUsed:'not-90d'},priv:{privileged:'yes'},pop:{privileged:'yes',owner:'nobody',environment:'production'},vanished:{state:'vanished'},rare:{q:'deploy-4711'},common:{q:'payroll'},two:{q:'ba'},comorph:{q:'payroll',owner:'nobody'},empty:{class:'human_admin',privileged:'yes',expiry:'30d',environment:'sandbox',lastUsed:'30d',q:'nothing'},sparse:{class:'human_admin',privileged:'yes',expiry:'30d',environment:'sandbox'}}
const out:[number,string][]=[]
for(const [name,f] of Object.entries(F)){
  let t=performance.now(); await countIdentities(ctx,f); out.push([performance.now()-t,`${name} count`])
  for(const sort of ['name','class','system','owner','expiresAt','lastUsedAt','firstSeenAt']) for(const dir of ['asc','desc']){
    let cursor:string|undefined; const ts:number[]=[]
    for(let i=0;i<3;i++){ t=performance.now(); const p=await listIdentities(ctx,{...f,sort,dir,cursor}); ts.push(performance.now()-t); if(!p.next)break; cursor=p.next }
    out.push([Math.max(...ts),`${name} ${sort} ${dir} ${ts.map(x=>x.toFixed(0)).join('/')}`])
  }
}
out.sort((a,b)=>b[0]-a[0]); for(const [t,s] of out.slice(0,40))console.log(t.toFixed(0),s)
console.log('median', out[Math.floor(out.length/2)][0].toFixed(1))
console.time('posture'); await showPosture(ctx,{}); console.timeEnd('posture')
await db.$disconnect(); await pool.end()
