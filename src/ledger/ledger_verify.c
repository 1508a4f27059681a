#include "ledger/ledger_priv.h"
