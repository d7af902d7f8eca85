//! The sentences of the rejections in Italian; the English ones stand with the codes. A new code does not compile
//! without its sentence here.

use super::Reject;
use crate::domain::ReportContent;
use crate::exercise::SlipChance;
use crate::issuance::SubscriptionRefusal;
use crate::market::Reject as Rule;

/// A rejection in Italian.
pub(super) fn sentence(reject: &Reject) -> String {
    let fixed = match reject {
        Reject::UnknownInstrument(symbol) => return format!("lo strumento {symbol} non è quotato"),
        Reject::Register(reject) => reject.italian(),
        Reject::UnfitPiece(unfit) => {
            return format!("un elemento non entra nel dossier in {}: {}", unfit.pointer, unfit.detail);
        }
        Reject::Subscription(refusal) => subscription(*refusal),
        Reject::Ledger(refusal) => ledger(*refusal),
        Reject::Unsettled(crate::ledger::Asset::Cash) => {
            "il denaro c'è ma non è ancora regolato: aspetta il regolamento delle vendite o chiedi di meno"
        }
        Reject::Unsettled(crate::ledger::Asset::Units(_)) => {
            "i titoli ci sono ma non sono ancora regolati: aspetta il loro regolamento o chiedine di meno"
        }
        Reject::NotTransferable => "lo strumento non si può cedere: resta a chi lo ha sottoscritto",
        Reject::NotEligible => {
            "lo strumento non è per un investitore di questo tipo: i suoi limiti dicono chi lo può comprare"
        }
        Reject::HoldingCap => {
            "con quanto c'è già e quanto gli ordini aperti possono aggiungere è più di quanto si può detenere: chiedi di \
             meno o cancella un ordine"
        }
        Reject::UnitsLocked => "i titoli sono vincolati: si potranno vendere alla fine del vincolo",
        Reject::Market(rule) => market(*rule),
        Reject::AlreadyOpen => "la borsa è già aperta",
        Reject::TimeFell => "l'istante viene prima dell'orologio della borsa",
        Reject::NotDue => "questa scadenza non è adesso",
        Reject::NotForOutside => "solo la simulazione può mandare questo comando",
        Reject::UnknownCompany => "nessuna società con questo nome partecipa",
        Reject::Suspended => {
            "l'emittente è sospeso o la sua ammissione non è in vigore: gli ordini si possono solo cancellare"
        }
        Reject::UnknownAccount => "il conto non esiste",
        Reject::UnknownOrder => "l'ordine non esiste",
        Reject::NotOwner => "l'ordine non è tuo",
        Reject::OrderEnded => "l'ordine è già finito",
        Reject::WrongStage => "la società non è nella fase in cui questo è possibile",
        Reject::NotAMember => "non fa parte del comitato",
        Reject::UnknownObjective => "il dossier non ha questo obiettivo",
        Reject::ReportIncomplete(content) => lacking(*content),
        Reject::PeriodNotOver => "il periodo non è ancora finito: serve un periodo concluso",
        Reject::UnknownMeasurement => "qui non è stato misurato nulla: prima serve una misura",
        Reject::NothingRestated => "una rettifica dà un valore di partenza, un obiettivo o una scadenza",
        Reject::Delisted => "lo strumento è uscito dal mercato: i titoli restano ai loro titolari",
        Reject::UnknownObligation => "la società adesso non deve questo adempimento",
        Reject::UnknownTask => {
            "il piano non ha questa attività per la società, o è già conclusa: indicarne una ancora da fare"
        }
        Reject::DelayTooLong => {
            let most = SlipChance::LONGEST;
            return format!("un'attività ritarda al più di {most} giorni lavorativi, sommando tutti i suoi ritardi");
        }
        Reject::OfferClosed => "l'offerta non è aperta",
        Reject::NameTaken => "un conto con questo nome esiste già",
        Reject::Overflow => "il valore è troppo grande per essere contato",
        Reject::Unbounded => "un ordine senza limite qui non ha un costo massimo: serve un limite",
        Reject::Killed => "il conto è fermato dalla borsa: gli ordini si possono solo cancellare",
        Reject::KillState => "il conto è già fermato, oppure non lo è",
        Reject::NoCancelPeriod => "prima della fine di un'asta gli ordini non si possono più revocare né modificare",
        Reject::OrderToTrade => {
            "il conto ha mandato troppi ordini per i suoi contratti di oggi; gli ordini si possono solo cancellare"
        }
        Reject::ProfitState => {
            "l'utile di un anno si dichiara una volta sola, e prima del dividendo che ne viene distribuito"
        }
        Reject::PaymentTooSoon => "la data di registrazione di quel giorno è passata: indicare un giorno successivo",
        Reject::CallState => {
            "i termini dell'obbligazione non prevedono il rimborso anticipato, o è già stato annunciato"
        }
        Reject::CallTooSoon => {
            "è troppo presto per rimborsare: i termini indicano un giorno successivo, o un risultato non ancora noto"
        }
        Reject::NoCouponDay => "il rimborso anticipato cade in un giorno di cedola prima della scadenza: indicarne uno",
        Reject::NotInDefault => "l'obbligazione della società non è insolvente: non c'è nulla da ripartire",
        Reject::RecoveryTerms => {
            "indicare `amount`, da 0 in su, con i crediti degli altri, oppure `rate`, da 0 a 1, senza di essi"
        }
        Reject::IncreaseState => "un aumento di capitale della società è già in corso: attenderne la chiusura",
        Reject::TermTooShort => {
            "ai titolari spettano almeno quattordici giorni per l'opzione: indicare un ultimo giorno successivo"
        }
        Reject::BuyBackState => "la società acquista già azioni proprie: attendere la fine di quel programma",
        Reject::BuyBack(fault) => buy_back(*fault),
        Reject::NoBuyBack => {
            "una società compra azioni proprie mentre corre un programma che ha annunciato (`buy_back`), e le vende dopo la \
             sua fine se l'assemblea ha detto da quale prezzo in su"
        }
        Reject::BuyBackOrder => {
            "l'ordine di una società sulle proprie azioni è un ordine con limite semplice che finisce in giornata, si \
             cancella e non si modifica, e resta fuori dalle aste dove lo strumento si scambia anche in continua"
        }
        Reject::BuyBackPrice => {
            "il prezzo è fuori da quanto l'assemblea ha fissato, o sopra l'ultimo scambio e la migliore proposta degli altri"
        }
        Reject::BuyBackVolume => {
            "con quanto è acquistato e quanto gli ordini aperti possono aggiungere è più di quanto il programma lascia, o più \
             di un quarto del volume medio dei 20 giorni prima: chiedere di meno"
        }
        Reject::NoAmount => "un versamento è maggiore di zero",
        Reject::Dividend(fault) => dividend(*fault),
        Reject::UnknownEvent => "lo scenario non dichiara nessun evento con questo nome",
        Reject::EventState => "l'evento è già accaduto: accade una volta sola",
        Reject::HaltState => "lo strumento non è nello stato giusto per sospendere o riprendere",
    };
    fixed.to_owned()
}

const fn lacking(content: ReportContent) -> &'static str {
    match content {
        ReportContent::Measurements => "la relazione riguarda un periodo senza misure: prima ne serve una",
        ReportContent::EveryObjective => "un obiettivo non ha una misura per il periodo: prima serve quella",
        ReportContent::Activity => "l'attività del periodo non è stata comunicata: prima serve la quota dei ricavi",
        ReportContent::Verification => {
            "una misura del periodo non ha il giudizio di un verificatore indipendente, o è stata respinta: prima va verificata"
        }
    }
}

const fn subscription(refusal: SubscriptionRefusal) -> &'static str {
    match refusal {
        SubscriptionRefusal::OfferNotOpen => "l'offerta non è ancora aperta",
        SubscriptionRefusal::OfferClosed => "l'offerta è chiusa",
        SubscriptionRefusal::NoUnits => "una sottoscrizione chiede dei titoli",
        SubscriptionRefusal::OddLot => "una sottoscrizione chiede lotti interi",
        SubscriptionRefusal::BeyondOffer => "una sottoscrizione non chiede più di quanto è offerto",
        SubscriptionRefusal::NotInvited => "il collocamento è privato: sottoscrive solo chi è invitato",
        SubscriptionRefusal::LimitNotAllowed => "il prezzo è fisso: sottoscrivere senza limite",
        SubscriptionRefusal::LimitOutsideRange => "il limite è fuori dall'intervallo di prezzo",
        SubscriptionRefusal::LimitOffStep => "il limite non è a un numero intero di passi dal prezzo minimo",
        SubscriptionRefusal::BelowMinimumTicket => "meno del minimo che un investitore può versare",
        SubscriptionRefusal::AboveMaximumTicket => {
            "con quanto già sottoscritto, più del massimo che un investitore può versare"
        }
    }
}

const fn dividend(fault: crate::issuance::DividendFault) -> &'static str {
    use crate::issuance::DividendFault;
    match fault {
        DividendFault::Nothing => "un dividendo è maggiore di zero",
        DividendFault::Forbidden => "lo statuto non lascia distribuire utili",
        DividendFault::BeyondProfit => "il dividendo supera ciò che resta dell'utile dell'anno: va ridotto",
        DividendFault::BeyondShare => {
            "il dividendo raggiunge la parte dell'utile dell'anno che i soci non possono avere: va ridotto"
        }
        DividendFault::BeyondCapital => "il dividendo supera il limite sul capitale versato: va ridotto",
        DividendFault::Overflow => "il valore è troppo grande per essere contato",
    }
}

const fn buy_back(fault: crate::issuance::BuyBackFault) -> &'static str {
    use crate::issuance::BuyBackFault;
    match fault {
        BuyBackFault::Forbidden => "la legge della sua forma non lascia che la società acquisti parti di sé",
        BuyBackFault::Nothing => {
            "indicare titoli e un prezzo massimo maggiori di zero, e un prezzo minimo non sopra il massimo"
        }
        BuyBackFault::Term => {
            "il programma si annuncia prima del suo primo giorno, dopo l'assemblea che lo autorizza, e finisce entro diciotto \
             mesi da questa: indicare altri giorni"
        }
        BuyBackFault::AbovePaidIn => {
            "questa società non può dare le sue riserve ai titolari: comprare a non più di quanto fu versato per un titolo"
        }
        BuyBackFault::BeyondFifth => {
            "con le azioni proprie che già ha è più di un quinto del capitale: comprarne meno, o annullarne prima qualcuna"
        }
        BuyBackFault::BeyondProfit => {
            "al prezzo massimo costa più degli utili rimasti e delle riserve disponibili dell'ultimo bilancio: comprarne \
             meno, o a un prezzo più basso"
        }
        BuyBackFault::Overflow => "il valore è troppo grande per essere contato",
    }
}

const fn ledger(refusal: crate::ledger::Refusal) -> &'static str {
    use crate::ledger::Refusal;
    match refusal {
        Refusal::UnknownAccount => "il conto non esiste",
        Refusal::UnknownReservation => "l'importo riservato non esiste più",
        Refusal::NegativeAmount => "un importo non può essere negativo",
        Refusal::InsufficientFunds => "non c'è abbastanza denaro disponibile",
        Refusal::InsufficientUnits => "non ci sono abbastanza titoli disponibili",
        Refusal::ExceedsReservation => "è riservato meno di quanto serve",
        Refusal::Overflow => "il saldo uscirebbe dal suo intervallo",
    }
}

const fn market(rule: Rule) -> &'static str {
    match rule {
        Rule::InstrumentMissing => "il comando non nomina uno strumento",
        Rule::OrderMissing => "il comando non nomina un ordine",
        Rule::RepeatedOrder => "un ordine con questo nome c'è già stato",
        Rule::SideMissing => "l'ordine non è né d'acquisto né di vendita",
        Rule::QuantityMissing => "l'ordine non ha una quantità",
        Rule::Closed => "il mercato è chiuso: gli ordini si possono solo cancellare",
        Rule::Halted => "le negoziazioni sono interrotte: gli ordini si possono solo cancellare",
        Rule::Suspended => "le negoziazioni sono sospese per decisione: gli ordini si possono solo cancellare",
        Rule::UnknownOrder => "nessun ordine aperto ha questo nome",
        Rule::NothingToReplace => "una modifica vuole un nuovo prezzo o un nuovo totale",
        Rule::ReplaceMarketOrder => "un ordine senza limite non si può modificare",
        Rule::ReplaceWaitingStop => "un ordine stop in attesa non si può modificare",
        Rule::ImmediateInCall => "ioc e fok non possono entrare in un'asta",
        Rule::AuctionOnlyOutsideCall => "un ordine gfa può entrare solo in un'asta",
        Rule::AuctionOnlyNotLimit => "gfa vale solo per ordini con limite",
        Rule::AtTheCloseNotAllowed => "atc vale per ordini con limite o senza limite di prezzo",
        Rule::AtTheOpeningNotAllowed => "opg vale per ordini con limite o senza limite di prezzo",
        Rule::FillOrKillNotAllowed => "fok non vale per ordini market-to-limit",
        Rule::DisplayNotAllowed => "la quantità visibile vale per ordini con limite day, gtc o gtd",
        Rule::PriceNotAllowed => "un ordine market, market-to-limit o stop non ha un limite di prezzo",
        Rule::QuantityNotPositive => "la quantità non è maggiore di zero",
        Rule::QuantityTooLarge => "la quantità supera 1.000.000.000.000",
        Rule::QuantityNotWhole => "la quantità non è un numero intero",
        Rule::QuantityOffLot => "la quantità non è un multiplo del lotto",
        Rule::DisplayInvalid => "la quantità visibile non è un multiplo del lotto maggiore di zero",
        Rule::PriceMissing => "l'ordine vuole un limite di prezzo",
        Rule::PriceTooLow => "il limite di prezzo è sotto il primo tick",
        Rule::PriceTooHigh => "il limite di prezzo supera 200000",
        Rule::PriceOffTick => "il limite di prezzo non è sulla griglia dei tick",
        Rule::PriceOutsideCollar => "il limite di prezzo è fuori dal limite statico di variazione",
        Rule::NotAtLast => "al prezzo di chiusura entrano solo ordini con limite all'ultimo prezzo",
        Rule::StopMissing => "l'ordine vuole un prezzo di attivazione",
        Rule::StopTooLow => "il prezzo di attivazione è sotto il primo tick",
        Rule::StopTooHigh => "il prezzo di attivazione supera 200000",
        Rule::StopOffTick => "il prezzo di attivazione non è sulla griglia dei tick",
        Rule::ExpiresMissing => "un ordine gtd vuole l'istante in cui scade",
        Rule::ExpiresReached => "l'istante in cui l'ordine scade è già passato",
        Rule::PostOnlyNotAllowed => "post_only vale per ordini con limite day, gtc o gtd, senza peg",
        Rule::WouldTrade => "un ordine post_only incontrerebbe subito un altro ordine",
        Rule::MinimumQuantityOutsideContinuous => "una quantità minima vale solo in negoziazione continua",
        Rule::MinimumQuantityNotAllowed => {
            "la quantità minima vale per ordini con limite, market e market-to-limit con day, gtc, gtd o ioc, senza post_only e senza peg"
        }
        Rule::MinimumQuantityInvalid => "la quantità minima non è un multiplo del lotto da 1 alla quantità",
        Rule::PegNotAllowed => "peg vale per ordini con limite day, gtc o gtd, senza quantità visibile",
        Rule::PegOutsideContinuous => "un ordine agganciato può entrare solo in negoziazione continua",
        Rule::NoOppositePrice => "un ordine market-to-limit vuole un ordine sull'altro lato",
        Rule::QuantityBelowMinimum => "la quantità è sotto il minimo di questo mercato",
        Rule::QuantityAboveMaximum => "la quantità è sopra il massimo di questo mercato",
        Rule::ValueBelowMinimum => "il controvalore è sotto il minimo di questo mercato",
        Rule::ValueAboveMaximum => "il controvalore è sopra il massimo di questo mercato",
        Rule::BookFull => "la quantità aperta di questo lato sarebbe troppo grande per essere contata",
    }
}
