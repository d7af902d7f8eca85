//! A sentence for every event: its type, in Italian, in English. Fields stand in braces, what may lack in brackets.

/// By the order of `docs/FORMATS.md`.
pub(super) const SENTENCES: &[(&str, &str, &str)] = &[
    (
        "opened",
        "La borsa comincia: scenario {scenario}, seme {seed}",
        "The exchange begins: scenario {scenario}, seed {seed}",
    ),
    (
        "occurred",
        "Accade: {title}[ ({company})][. {text}][ Se ne va entro {until_at:t}]",
        "It happens: {title}[ ({company})][. {text}][ It is over by {until_at:t}]",
    ),
    ("subsided", "È passato: {title}[ ({company})]", "It is over: {title}[ ({company})]"),
    ("account_opened", "Aperto il conto di {name}", "The account of {name} is opened"),
    ("paid_in", "{account:a} versa {amount:n} euro", "{account:a} pays in {amount:n} euro"),
    (
        "issued",
        "{account:a} riceve {quantity:n} {instrument} senza offerta",
        "{account:a} is given {quantity:n} {instrument} without an offer",
    ),
    (
        "balance",
        "{account:a} ha {available:n} {asset} disponibili e {reserved:n} riservati",
        "{account:a} has {available:n} {asset} available and {reserved:n} reserved",
    ),
    ("stage_entered", "{company} passa a: {stage:w}", "{company} enters: {stage:w}"),
    ("assessed", "Il vaglio esamina il dossier di {company}", "The gate assesses the dossier of {company}"),
    ("dossier_amended", "{company} aggiunge prove al dossier", "{company} adds evidence to its dossier"),
    (
        "comments_opened",
        "Il dossier di {company} è aperto ai commenti fino a {closes_at:t}",
        "The dossier of {company} is open to comments until {closes_at:t}",
    ),
    (
        "commented",
        "{author} commenta il dossier di {company}: {text}",
        "{author} comments on the dossier of {company}: {text}",
    ),
    (
        "comments_closed",
        "Chiusi i commenti su {company}: {comments:n}",
        "Comments on {company} are closed: {comments:n}",
    ),
    (
        "conflict_declared",
        "{member} dichiara un conflitto su {company}: {reason}",
        "{member} declares a conflict on {company}: {reason}",
    ),
    (
        "vote_struck",
        "Il voto di {member} su {company} non conta più: {reason:w}",
        "The vote of {member} on {company} no longer counts: {reason:w}",
    ),
    (
        "evidence_requested",
        "{member} chiede prove a {company} entro {due_at:t}: {question}",
        "{member} asks {company} for evidence by {due_at:t}: {question}",
    ),
    (
        "evidence_answered",
        "{company} risponde alla richiesta {request}: {note}",
        "{company} answers request {request}: {note}",
    ),
    (
        "evidence_missed",
        "{company} non risponde in tempo alla richiesta {request}: la candidatura decade",
        "{company} misses request {request}: its application lapses",
    ),
    (
        "review_overdue",
        "Il comitato avrebbe già dovuto decidere su {company}",
        "The committee should have decided on {company} by now",
    ),
    ("withdrawn", "{company} si ritira: {reason}", "{company} withdraws: {reason}"),
    (
        "appealed",
        "{company} ricorre contro la decisione {against}: {grounds}",
        "{company} appeals against decision {against}: {grounds}",
    ),
    ("decision_moved", "{member} propone per {company}: {outcome:w}", "{member} moves for {company}: {outcome:w}"),
    (
        "motion_fell",
        "La proposta di {member} su {company} cade: {reason}",
        "The motion of {member} on {company} falls: {reason}",
    ),
    (
        "vote_cast",
        "{member} vota {choice:w} su {company}: {reason}",
        "{member} votes {choice:w} on {company}: {reason}",
    ),
    (
        "decided",
        "Il comitato decide su {company}: {outcome:w}[ ({reasons})][; condizioni: {conditions}]",
        "The committee decides on {company}: {outcome:w}[ ({reasons})][; conditions: {conditions}]",
    ),
    (
        "condition_declared",
        "{company} dichiara soddisfatta la condizione {condition}",
        "{company} declares condition {condition} met",
    ),
    (
        "condition_not_confirmed",
        "{member} non conferma la condizione {condition} di {company}: {reason}",
        "{member} does not confirm condition {condition} of {company}: {reason}",
    ),
    (
        "condition_met",
        "La condizione {condition} di {company} è soddisfatta",
        "Condition {condition} of {company} is met",
    ),
    (
        "condition_missed",
        "La condizione {condition} di {company} non è soddisfatta in tempo",
        "Condition {condition} of {company} is not met in time",
    ),
    (
        "task_planned",
        "{company} pianifica, {starts_on}\u{2013}{ends_on}: {name} ({owner})",
        "{company} plans, {starts_on}\u{2013}{ends_on}: {name} ({owner})",
    ),
    (
        "task_delayed",
        "Ritardo di {company}: {name} dura {days:n} giorni lavorativi in più ({cause})",
        "{company} is late: {name} takes {days:n} business days longer ({cause})",
    ),
    (
        "task_moved",
        "Nuove date per {company}, {starts_on}\u{2013}{ends_on}: {task}",
        "{company} plans anew, {starts_on}\u{2013}{ends_on}: {task}",
    ),
    ("task_done", "{company} finisce il lavoro {task}", "{company} finishes task {task}"),
    (
        "burden",
        "Onere per {company}: {entry.label}[, {entry.amount:n} {entry.unit:w}]",
        "Burden on {company}: {entry.label}[, {entry.amount:n} {entry.unit:w}]",
    ),
    (
        "benefit",
        "Beneficio per {company}: {entry.label}[, {entry.amount:n} {entry.unit:w}]",
        "Benefit to {company}: {entry.label}[, {entry.amount:n} {entry.unit:w}]",
    ),
    (
        "offer_opened",
        "{company} offre {units:n} {instrument} a {price:n}, almeno {minimum_units:n}, fino a {closes_at:t}",
        "{company} offers {units:n} {instrument} at {price:n}, at least {minimum_units:n}, until {closes_at:t}",
    ),
    (
        "subscribed",
        "{account:a} chiede {quantity:n} {instrument} e riserva {reserved:n} euro",
        "{account:a} asks for {quantity:n} {instrument} and reserves {reserved:n} euro",
    ),
    (
        "allotted",
        "{account:a} riceve {quantity:n} {instrument} e paga {paid:n} euro",
        "{account:a} is allotted {quantity:n} {instrument} and pays {paid:n} euro",
    ),
    (
        "offer_fell_short",
        "L'offerta di {company} non supera la prova {test:w}: trovati {found:n}, necessari {needed:n}; si restituisce tutto",
        "The offer of {company} falls short of {test:w}: {found:n} found, {needed:n} needed; everything is given back",
    ),
    (
        "offer_closed",
        "Chiusa l'offerta di {company}: chiesti {asked:n} {instrument}, assegnati {allotted:n} a {holders:n}, raccolti {raised:n} euro[ a {price:n}]; riuscita: {success}",
        "The offer of {company} is closed: {asked:n} {instrument} asked, {allotted:n} allotted to {holders:n}, {raised:n} euro raised[ at {price:n}]; success: {success}",
    ),
    (
        "offer_extended",
        "L'offerta di {company} prosegue fino a {closes_at:t}: chiesti {asked:n} {instrument}",
        "The offer of {company} goes on until {closes_at:t}: {asked:n} {instrument} asked",
    ),
    (
        "offer_unwound",
        "L'offerta di {company} è annullata: restituiti {repaid:n} euro per {instrument}",
        "The offer of {company} is unwound: {repaid:n} euro repaid for {instrument}",
    ),
    (
        "listed",
        "{company} è quotata: {units:n} {instrument} su {market}, prezzo di riferimento {reference_price:n}",
        "{company} is listed: {units:n} {instrument} on {market}, reference price {reference_price:n}",
    ),
    (
        "units_locked",
        "{account:a} non può vendere {quantity:n} {instrument} fino al {until_on}",
        "{account:a} may not sell {quantity:n} {instrument} until {until_on}",
    ),
    (
        "lock_up_ended",
        "Finisce il vincolo su {quantity:n} {instrument}",
        "The lock-up of {quantity:n} {instrument} ends",
    ),
    ("phase_changed", "{instrument}: {phase:w}[ ({reason})]", "{instrument} is now: {phase:w}[ ({reason})]"),
    ("phase_scheduled", "{instrument}: {phase:w} prevista per {due_at:t}", "{instrument}: {phase:w} due at {due_at:t}"),
    (
        "order_accepted",
        "Ordine {order}: {side:w} {quantity:n} {instrument}[ a {price:n}] di {account:a}",
        "Order {order}: {side:w} {quantity:n} {instrument}[ at {price:n}] by {account:a}",
    ),
    (
        "order_replaced",
        "Ordine {order} su {instrument} cambiato: {quantity:n}[ a {price:n}]",
        "Order {order} in {instrument} changed: {quantity:n}[ at {price:n}]",
    ),
    (
        "order_decremented",
        "Ordine {order} su {instrument} perde {lost:n}: avrebbe incontrato un proprio ordine",
        "Order {order} in {instrument} loses {lost:n}: it would have met an order of its own",
    ),
    (
        "order_repriced",
        "Ordine agganciato {order} su {instrument} si sposta[ a {price:n}]",
        "Pegged order {order} in {instrument} moves[ to {price:n}]",
    ),
    (
        "cascade_stopped",
        "{instrument}: troppi ordini si attivano a vicenda, il resto segue",
        "{instrument}: too many orders set each other off, the rest follows",
    ),
    ("order_triggered", "Lo stop {order} su {instrument} si attiva", "Stop {order} in {instrument} is triggered"),
    (
        "order_converted",
        "Ordine {order} su {instrument} ha ora il limite {price:n}",
        "Order {order} in {instrument} now has the limit {price:n}",
    ),
    (
        "mass_canceled",
        "{account:a} ritira {orders:n} ordini, {left:n} restano",
        "{account:a} withdraws {orders:n} orders, {left:n} are left",
    ),
    (
        "killed",
        "Blocco[ di {account:a}]: finiscono {orders:n} ordini",
        "Kill switch[ for {account:a}]: {orders:n} orders end",
    ),
    ("restored", "Blocco tolto[ a {account:a}]", "Kill switch released[ for {account:a}]"),
    (
        "order_canceled",
        "Ordine {order} di {account:a} su {instrument} cancellato, {quantity:n} non eseguiti: {reason:w}",
        "Order {order} of {account:a} in {instrument} canceled with {quantity:n} open: {reason:w}",
    ),
    (
        "order_expired",
        "Ordine {order} di {account:a} su {instrument} scaduto, {quantity:n} non eseguiti: {reason:w}",
        "Order {order} of {account:a} in {instrument} expired with {quantity:n} open: {reason:w}",
    ),
    (
        "coupon_paid",
        "{company} paga la cedola del {due_on} su {instrument}: {per_unit:n} a titolo, {amount:n} euro",
        "{company} pays the coupon of {due_on} on {instrument}: {per_unit:n} a unit, {amount:n} euro",
    ),
    (
        "coupon_received",
        "{account:a} riceve {amount:n} euro di cedola su {quantity:n} {instrument}",
        "{account:a} receives a coupon of {amount:n} euro on {quantity:n} {instrument}",
    ),
    (
        "coupon_missed",
        "{company} non paga la cedola del {due_on} su {instrument}: dovuti {amount:n} euro, ne ha {available:n}",
        "{company} misses the coupon of {due_on} on {instrument}: {amount:n} euro due, {available:n} there",
    ),
    (
        "nominal_reduced",
        "Da ora {instrument} è quotata su un nominale di {outstanding:n} euro: il resto si rimborsa il {due_on}",
        "From now on {instrument} is priced on a nominal of {outstanding:n} euro: the rest is paid back on {due_on}",
    ),
    (
        "instalment_paid",
        "{company} rimborsa una rata di {instrument} il {due_on}: {per_unit:n} per titolo, {amount:n} euro",
        "{company} pays back a part of {instrument} on {due_on}: {per_unit:n} a unit, {amount:n} euro",
    ),
    (
        "instalment_received",
        "{account:a} riceve {amount:n} euro di rimborso su {quantity:n} {instrument}",
        "{account:a} is paid back {amount:n} euro on {quantity:n} {instrument}",
    ),
    (
        "instalment_missed",
        "{company} non rimborsa la rata del {due_on} su {instrument}: dovuti {amount:n} euro, ne ha {available:n}",
        "{company} misses the part of {instrument} due on {due_on}: {amount:n} euro due, {available:n} there",
    ),
    (
        "redemption_missed",
        "{company} non rimborsa {instrument} il {due_on}: dovuti {amount:n} euro, ne ha {available:n}",
        "{company} does not pay {instrument} back on {due_on}: {amount:n} euro due, {available:n} there",
    ),
    (
        "defaulted",
        "{company} è insolvente dal {since}: ai titolari di {instrument} spettano {claim:n} euro, {per_unit:n} per titolo, grado {rank:w}",
        "{company} is in default since {since}: the holders of {instrument} are owed {claim:n} euro, {per_unit:n} a unit, ranking {rank:w}",
    ),
    (
        "recovered",
        "Riparto di {company}: ai titolari di {instrument} {amount:n} euro su {claim:n}, ad altri creditori {others:n}",
        "The estate of {company} pays the holders of {instrument} {amount:n} euro of {claim:n}, other creditors {others:n}",
    ),
    (
        "recovery_received",
        "{account:a} riceve {amount:n} euro dal riparto su {quantity:n} {instrument}",
        "{account:a} receives {amount:n} euro of the estate on {quantity:n} {instrument}",
    ),
    (
        "claim_ended",
        "Il credito di {account:a} su {quantity:n} {instrument} si chiude con una perdita di {loss:n} euro",
        "The claim of {account:a} on {quantity:n} {instrument} ends with a loss of {loss:n} euro",
    ),
    (
        "bond_called",
        "{company} rimborserà {instrument} in anticipo il {paid_on}",
        "{company} will pay {instrument} back early on {paid_on}",
    ),
    (
        "increase_announced",
        "{company} aumenta il capitale: {units:n} {instrument} a {price:n} euro, dal {opens_on} a {closes_at:t}",
        "{company} increases its capital: {units:n} {instrument} at {price:n} euro, from {opens_on} to {closes_at:t}",
    ),
    (
        "increase_opened",
        "Aperto l'aumento di capitale di {company}: opzione a chi deteneva {instrument} il {record_on}",
        "The capital increase of {company} is open: who held {instrument} on {record_on} comes first",
    ),
    (
        "right_given",
        "{account:a}, con {held:n} {instrument}, ha diritto a {quantity:n} nuovi titoli",
        "{account:a}, holding {held:n} {instrument}, has a right to {quantity:n} new units",
    ),
    (
        "increase_closed",
        "Chiuso l'aumento di capitale di {company}: chiesti {asked:n} {instrument}, assegnati {allotted:n}, raccolti {raised:n} euro",
        "The capital increase of {company} is closed: {asked:n} {instrument} asked, {allotted:n} allotted, {raised:n} euro raised",
    ),
    (
        "buy_back_announced",
        "{company} acquisterà fino a {terms.units:n} {instrument} proprie a {terms.price_at_most:n} euro al massimo, dal {terms.from_on} al {terms.until_on}[; potrà rivenderle da {terms.resale_from:n} in su]",
        "{company} will buy up to {terms.units:n} {instrument} of its own at {terms.price_at_most:n} euro at most, from {terms.from_on} to {terms.until_on}[; it may sell them again from {terms.resale_from:n} on]",
    ),
    (
        "buy_back_ended",
        "Finito l'acquisto di azioni proprie di {company}: {bought:n} {instrument} per {spent:n} euro; ne possiede {left.treasury:n}",
        "The purchase of own shares by {company} has ended: {bought:n} {instrument} for {spent:n} euro; it has {left.treasury:n}",
    ),
    (
        "treasury_cancelled",
        "{company} annulla {quantity:n} {instrument} proprie: ne restano quotate {left.listed:n}",
        "{company} cancels {quantity:n} {instrument} of its own: {left.listed:n} are listed now",
    ),
    (
        "traded",
        "Scambiati {quantity:n} {instrument} a {price:n}: {buyer:a} compra da {seller:a}",
        "{quantity:n} {instrument} traded at {price:n}: {buyer:a} buys from {seller:a}",
    ),
    (
        "settled",
        "Regolato il contratto {trade}: {quantity:n} {instrument} da {seller:a} a {buyer:a}",
        "Trade {trade} settles: {quantity:n} {instrument} from {seller:a} to {buyer:a}",
    ),
    (
        "settlement_failed",
        "Il contratto {trade} su {instrument} non si regola: manca {account:a}[, si riprova il {next_on}]",
        "Trade {trade} in {instrument} fails to settle: {account:a} has failed[, next try on {next_on}]",
    ),
    (
        "settlement_penalty",
        "{payer:a} deve a {payee:a} una penale di {penalty:n} euro per il contratto {trade} su {instrument}",
        "{payer:a} owes {payee:a} a penalty of {penalty:n} euro for trade {trade} in {instrument}",
    ),
    (
        "deliveries_blocked",
        "Le consegne di {account:a} non riescono[ fino al {until_on}]",
        "Deliveries of {account:a} fail[ until {until_on}]",
    ),
    (
        "delivery_ended",
        "{buyer:a} ha subito i {quantity:n} {instrument} del contratto {trade} di {seller:a}",
        "{buyer:a} has the {quantity:n} {instrument} of trade {trade} with {seller:a} at once",
    ),
    (
        "uncrossed",
        "Asta di {instrument}: {volume:n} scambiati[ a {price:n}]",
        "Auction of {instrument}: {volume:n} traded[ at {price:n}]",
    ),
    (
        "indicative",
        "Asta di {instrument} in corso: {volume:n}[ a {price:n}] se finisse ora",
        "Call of {instrument}: {volume:n}[ at {price:n}] if it ended now",
    ),
    (
        "interrupted",
        "{instrument} interrotto: uno scambio a {price:n} supererebbe il limite {collar:w}",
        "{instrument} interrupted: a trade at {price:n} would pass the {collar:w} collar",
    ),
    (
        "period_began",
        "{instrument}: comincia il periodo {period} del limite, prezzo {reference_price:n}, fino al {ends_on}",
        "{instrument}: period {period} of the collar begins, price {reference_price:n}, until {ends_on}",
    ),
    (
        "reference_found",
        "{instrument}: prezzo di riferimento per domani {reference_price:n}",
        "{instrument}: reference price for the next day {reference_price:n}",
    ),
    ("ticks_changed", "{instrument}: cambiano i tick", "{instrument}: other ticks hold"),
    (
        "call_extended",
        "Asta di {instrument} prolungata fino a {ends_at:t}: {price:n} è fuori dalla banda",
        "Call of {instrument} prolonged until {ends_at:t}: {price:n} is outside the band",
    ),
    (
        "level",
        "{instrument}, {side:w}: {quantity:n} a {price:n}",
        "{instrument}, {side:w} side: {quantity:n} at {price:n}",
    ),
    (
        "impact_reported",
        "{company} misura {objective}: {value:n}[ (obiettivo {target:n})]",
        "{company} measures {objective}: {value:n}[ (target {target:n})]",
    ),
    (
        "impact_verified",
        "{verifier} sulla misura di {objective} di {company}: {verdict:w}",
        "{verifier} on the measurement of {objective} of {company}: {verdict:w}",
    ),
    (
        "target_judged",
        "L'obiettivo {objective} di {company} è {standing:w}",
        "Target {objective} of {company} is {standing:w}",
    ),
    ("target_restated", "{company} corregge {objective}: {reason}", "{company} restates {objective}: {reason}"),
    (
        "activity_tested",
        "Attività di {company} fino al {period_ends_on} esaminata, superata: {passed}",
        "Activity of {company} up to {period_ends_on} tested, passed: {passed}",
    ),
    ("obligation_due", "{company} deve entro il {due_on}: {name}", "{company} owes by {due_on}: {name}"),
    ("obligation_met", "{company} adempie in tempo: {obligation}", "{company} delivers in time: {obligation}"),
    ("obligation_late", "{company} adempie in ritardo: {obligation}", "{company} delivers late: {obligation}"),
    (
        "obligation_missed",
        "{company} non adempie: {obligation}, dovuto il {due_on}",
        "{company} has not delivered: {obligation}, due on {due_on}",
    ),
    ("lapse_began", "{company} manca in: {kind:w} ({subject})", "{company} fails in: {kind:w} ({subject})"),
    (
        "sanctioned",
        "{company} riceve: {sanction:w}, per {kind:w} ({subject})",
        "{company} meets: {sanction:w}, for {kind:w} ({subject})",
    ),
    ("lapse_cured", "{company} rimedia: {kind:w} ({subject})", "{company} cures: {kind:w} ({subject})"),
    (
        "delisted",
        "{instrument} di {company} lascia il mercato: {reason}; {holders:w}",
        "{instrument} of {company} leaves the market: {reason}; {holders:w}",
    ),
    (
        "bought_out",
        "L'emittente ricompra {quantity:n} {instrument} da {account:a} per {paid:n} euro",
        "The issuer buys {quantity:n} {instrument} back from {account:a} for {paid:n} euro",
    ),
    (
        "earned",
        "L'attività di {company} versa {amount:n} euro: {reason}",
        "The business of {company} pays in {amount:n} euro: {reason}",
    ),
    (
        "profit_declared",
        "{company} dichiara l'utile del {year}: {profit:n} euro, perdite ancora da coprire {losses:n}",
        "{company} declares its profit of {year}: {profit:n} euro, losses still to be covered {losses:n}",
    ),
    (
        "dividend_declared",
        "{company} delibera un dividendo su {instrument} dall'utile del {year}: {per_unit:n} a titolo, {amount:n} euro, a chi lo ha il {record_on}, pagato il {paid_on}",
        "{company} declares a dividend on {instrument} out of the profit of {year}: {per_unit:n} a unit, {amount:n} euro, to who holds it on {record_on}, paid on {paid_on}",
    ),
    (
        "dividend_paid",
        "{company} paga il dividendo su {instrument}: {per_unit:n} a titolo, {amount:n} euro a chi lo tiene in borsa",
        "{company} pays the dividend on {instrument}: {per_unit:n} a unit, {amount:n} euro to those who hold it on the exchange",
    ),
    (
        "dividend_missed",
        "{company} non paga il dividendo su {instrument}: servono {amount:n} euro, ce ne sono {available:n}",
        "{company} does not pay the dividend on {instrument}: it takes {amount:n} euro, there are {available:n}",
    ),
    (
        "dividend_received",
        "{account:a} riceve {amount:n} euro di dividendo su {quantity:n} {instrument}",
        "{account:a} receives {amount:n} euro of dividend on {quantity:n} {instrument}",
    ),
    (
        "tax_withheld",
        "A {account:a} sono trattenuti {tax:n} euro d'imposta su {instrument} ({income:w}): di {gross:n} euro ne restano {net:n}",
        "{tax:n} euro of tax are withheld from {account:a} on {instrument} ({income:w}): of {gross:n} euro {net:n} are left",
    ),
    (
        "tax_paid",
        "All'erario sono versati {amount:n} euro di imposte trattenute",
        "{amount:n} euro of taxes withheld are paid to the treasury",
    ),
    (
        "pledged",
        "{account:a} deposita {amount:n} euro promessi per il risultato di {company}",
        "{account:a} puts into escrow {amount:n} euro promised for the result of {company}",
    ),
    (
        "pledge_short",
        "A {account:a} mancano {lacking:n} euro di quanto ha promesso per il risultato di {company}",
        "{account:a} lacks {lacking:n} euro of what it has promised for the result of {company}",
    ),
    (
        "pledge_returned",
        "{account:a} riha {amount:n} euro depositati per il risultato di {company}",
        "{account:a} has back {amount:n} euro put into escrow for the result of {company}",
    ),
    (
        "link_bound",
        "Le condizioni di {instrument} dipendono da {objective}, guardato il {observed_on}: {kind:w}",
        "The terms of {instrument} depend on {objective}, looked at on {observed_on}: {kind:w}",
    ),
    (
        "link_observed",
        "{objective} di {company} conta come {result:w} ({ground:w}) per {instrument}",
        "{objective} of {company} counts as {result:w} ({ground:w}) for {instrument}",
    ),
    (
        "terms_changed",
        "Da ora {instrument} di {company} paga ad altre condizioni",
        "From now on {instrument} of {company} pays on other terms",
    ),
    (
        "donated",
        "{from:a} dona {amount:n} euro a {to:a} per il risultato legato a {instrument}",
        "{from:a} gives {amount:n} euro to {to:a} for the result that {instrument} hangs on",
    ),
    (
        "rejected",
        "Rifiutato[ a {account:a}][ su {instrument}]: {message} ({code})",
        "Refused[ to {account:a}][ in {instrument}]: {message} ({code})",
    ),
];
