//! Where the checks come from. Figures have their source in the rulebook; here is what a check rests on as such.

pub(super) const TRIAD: &str = "https://www.fondazionesocialventuregda.it/impact-investing-2";
pub(super) const DOCUMENT: &str = "https://vita.it/borsa-dellimpatto-sociale-8-imprese-ci-provano";
pub(super) const BENEFIT: &str = "L. 208/2015, art. 1 cc. 376-384; http://studiopettinari.it/le-societa-benefit";
pub(super) const SOCIAL_ENTERPRISE: &str =
    "D.Lgs. 112/2017, art. 3; https://ius.lefebvregiuffre.it/dettaglio/7610090/art-3-assenza-di-scopo-di-lucro";
pub(super) const COOPERATIVE: &str = "Art. 2525 and 2526 c.c., L. 59/1992; \
     https://ius-giuffrefl-it.bibliopass.unito.it/dettaglio/7609658/art-2525-quote-e-azioni-1";
pub(super) const SIAVS: &str = "DL 179/2012, art. 25 c. 4; https://www.to.camcom.it/node/5001";
pub(super) const GROWTH: &str =
    "https://borsaitaliana.it/azioni/mercati/euronext-growth-milan/requisiti/come-accedere.en.htm";
pub(super) const SMALL_BONDS: &str = "https://www.allenovery.com/en-gb/germany/news-and-insights/publications/\
     extramot-pro3-the-new-features-of-the-borsa-italiana-segment";
pub(super) const VERIFIER: &str = "https://www.borsaitaliana.it/obbligazioni/greenbondsbridge/accediallalista.htm";
pub(super) const LOOPHOLES: &str = "IFC/World Bank working paper 10200, \
     http://documents1.worldbank.org/curated/en/099237410062223046/text/IDU0e099a50307f86045a80b33201d0b7057cedf.txt";
pub(super) const NORMS: &str = "https://impactfrontiers.org/norms/five-dimensions-of-impact/";
pub(super) const CATALOGUE: &str = "IRIS 5.3, https://iris.thegiin.org/metrics/";
pub(super) const COMPARISON: &str = "https://oltreimpact.com/it/blog/impact-report-2020";
pub(super) const SYNTHETIC: &str = "assumed: a real company must never get an invented price, score or order";
pub(super) const IDENTITY: &str = "assumed: the register, the market and the report must be able to name the company";
pub(super) const TERMS: &str = "assumed: an offer without complete and consistent terms cannot be subscribed";
pub(super) const CAUTION: &str = "assumed: good practice of impact measurement";
pub(super) const SOCIAL_RETURN: &str = "https://artemis.im/sroi-analysis-stage-5-calculating-sroi/; the same case gives \
     different analysts different ratios, https://www.springermedizin.de/link?doi=10.1515%2Fnpf-2014-0017";
pub(super) const CONTRIBUTION: &str =
    "assumed, after the contribution dimension of https://impactfrontiers.org/norms/five-dimensions-of-impact/";
