//! The command `borsa`.

use std::process::ExitCode;

fn main() -> ExitCode {
    borsa_sociale::cli::main()
}
