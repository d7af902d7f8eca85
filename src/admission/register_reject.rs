//! Why the register refuses a step: stable codes, each with a sentence that says what can be done.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! rejects {
    ($($(#[$doc:meta])* $name:ident $code:literal $en:literal $it:literal;)*) => {
        /// Why the register refuses a step; nothing has changed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RegisterReject {
            $($(#[$doc])* $name,)*
        }

        impl RegisterReject {
            /// Every one of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// The sentence in Italian; the one in English is its `Display`.
            #[must_use]
            pub const fn italian(self) -> &'static str {
                match self {
                    $(Self::$name => $it,)*
                }
            }

            const fn english(self) -> &'static str {
                match self {
                    $(Self::$name => $en,)*
                }
            }
        }
    };
}

rejects! {
    /// The issuer has an application for this class that is not decided yet.
    AlreadyApplied "already_applied"
        "the company has an application that is not decided yet: wait for the decision, or withdraw it"
        "la società ha già una candidatura da decidere: attendere la decisione o ritirarla";
    /// There is no such application.
    UnknownApplication "unknown_application" "there is no such application" "la candidatura non esiste";
    /// The application has been decided.
    AlreadyDecided "already_decided"
        "the application has been decided; against a refusal there is the appeal"
        "la candidatura è già decisa; contro un rifiuto c'è il riesame";
    /// The application was withdrawn or has lapsed.
    ApplicationOver "application_over"
        "the application was withdrawn or has lapsed: the company may apply again"
        "la candidatura è stata ritirata o è decaduta: la società può candidarsi di nuovo";
    /// The member has voted.
    AlreadyVoted "already_voted" "the member has voted already" "il componente ha già votato";
    /// All seats of the committee have voted.
    NoSeatLeft "no_seat_left" "all seats of the committee have voted" "tutti i seggi del comitato hanno già votato";
    /// The member has declared a conflict.
    Barred "conflict_of_interest"
        "the member has declared a conflict of interest and takes no part"
        "il componente ha dichiarato un conflitto d'interessi e non partecipa";
    /// The member has declared a conflict before.
    ConflictKnown "conflict_already_declared" "the conflict has been declared already" "il conflitto è già dichiarato";
    /// The rulebook lets nobody declare a conflict after voting.
    ConflictTooLate "conflict_too_late"
        "under this rulebook a conflict must be declared before the vote"
        "con questo regolamento il conflitto va dichiarato prima del voto";
    /// Too few votes.
    NoQuorum "no_quorum"
        "too few votes for a decision: more members must vote"
        "i voti non bastano per decidere: devono votare altri componenti";
    /// The time for comments is not over.
    CommentsOpen "comments_open"
        "the public comment period is not over: nobody votes before"
        "la consultazione pubblica non è finita: prima non si vota";
    /// The time for comments is over, or never began.
    CommentsClosed "comments_closed"
        "comments are taken in during the comment period only"
        "le osservazioni si accolgono solo durante la consultazione";
    /// There has been a comment period for this application.
    CommentsKnown "comments_already_opened"
        "this application has had its comment period"
        "questa candidatura ha già avuto la sua consultazione";
    /// Neither the request nor the rulebook says how long it lasts.
    TermMissing "term_missing"
        "the rulebook has no term for this: say how many days, from 1 on"
        "il regolamento non prevede un termine: indicare quanti giorni, da 1 in su";
    /// The term is shorter than the rulebook's.
    TermTooShort "term_too_short"
        "the term is shorter than the rulebook's: give more days"
        "il termine è più breve di quello del regolamento: concedere più giorni";
    /// A request for evidence is not answered.
    EvidenceAwaited "evidence_awaited"
        "the committee waits for evidence: nobody votes before the answer"
        "il comitato attende un'integrazione: prima della risposta non si vota";
    /// There is no such open request.
    UnknownRequest "unknown_request"
        "there is no open request of this number"
        "non c'è una richiesta aperta con questo numero";
    /// A piece that nobody has asked for.
    NotAsked "not_asked"
        "the answer touches parts of the dossier that the request did not ask about"
        "la risposta tocca parti del dossier che la richiesta non riguardava";
    /// A request without pointers.
    NothingAsked "nothing_asked"
        "a request names the parts of the dossier that it is about, by JSON pointer"
        "una richiesta indica le parti del dossier che riguarda, con un puntatore JSON";
    /// A decision has been moved and waits for its confirmation.
    MotionStands "decision_moved"
        "a decision has been moved: confirm it, or refuse to, first"
        "una decisione è già proposta: prima va confermata o non confermata";
    /// Nothing waits for a confirmation.
    NoMotion "nothing_to_confirm" "nothing waits for a confirmation" "non c'è nulla da confermare";
    /// Under four eyes a decision names who moves it.
    MoverMissing "mover_missing"
        "under this rulebook a member moves the decision: say which"
        "con questo regolamento un componente propone la decisione: indicare chi";
    /// The same member has moved it.
    SameEyes "four_eyes"
        "who has moved a decision cannot confirm it: another member must"
        "chi ha proposto la decisione non può confermarla: serve un altro componente";
    /// There is no such decision, or it refused.
    UnknownDecision "unknown_decision"
        "there is no admission by this decision"
        "con questa decisione non c'è un'ammissione";
    /// The decision has no open condition of this code and pointer.
    UnknownCondition "unknown_condition"
        "the admission has no open condition of this code and pointer"
        "l'ammissione non ha una condizione aperta con questo codice e puntatore";
    /// The condition has been declared met and waits for its confirmation.
    ConditionDeclared "condition_already_declared"
        "the condition has been declared met and waits for the committee"
        "la condizione è già dichiarata soddisfatta e attende il comitato";
    /// The piece of evidence leaves the finding as it was.
    ConditionStands "condition_stands"
        "with this piece the gate still finds what the condition asks to put right"
        "con questo elemento l'esame trova ancora ciò che la condizione chiede di sanare";
    /// The admission was revoked.
    Revoked "revoked" "the admission was revoked" "l'ammissione è stata revocata";
    /// The rulebook knows no appeal.
    NoAppeal "no_appeal"
        "this rulebook knows no appeal: the company may apply again"
        "questo regolamento non prevede il riesame: la società può candidarsi di nuovo";
    /// There is no refusal to appeal against.
    NotRefused "not_refused" "there is no refusal to appeal against" "non c'è un rifiuto da riesaminare";
    /// The decision was taken on an appeal.
    DecisionFinal "decision_final"
        "a decision on an appeal is final: the company may apply again"
        "la decisione sul riesame è definitiva: la società può candidarsi di nuovo";
    /// The term for an appeal is over.
    AppealOver "appeal_term_over"
        "the term for an appeal is over: the company may apply again"
        "il termine per il riesame è scaduto: la società può candidarsi di nuovo";
    /// The gate refuses the dossier: no vote can admit it.
    GateRefuses "gate_refuses"
        "the gate refuses the dossier, and no vote can admit it: change what it found, with pieces"
        "l'esame respinge il dossier e nessun voto può ammetterlo: cambiare ciò che ha trovato, con nuovi elementi";
    /// The waiting time after a refusal is not over.
    TooEarly "too_early"
        "the waiting time after the refusal is not over: apply again later"
        "il tempo di attesa dopo il rifiuto non è passato: candidarsi più tardi";
}

impl fmt::Display for RegisterReject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.english())
    }
}

impl std::error::Error for RegisterReject {}
