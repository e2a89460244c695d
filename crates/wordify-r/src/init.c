/* Registers the functions of rust/src with R. Each returns a vector, or marks its result by an odd address: then it is the
   text of an error, or what R's own error left behind, which R goes on with. */
#include <stdint.h>
#include <R.h>
#include <Rinternals.h>
#include <R_ext/Rdynload.h>

static SEXP checked(SEXP result) {
    uintptr_t address = (uintptr_t)result;
    if ((address & 1) == 0) return result;
    SEXP left = (SEXP)(address & ~(uintptr_t)1);
    if (TYPEOF(left) == CHARSXP) Rf_errorcall(R_NilValue, "%s", Rf_translateChar(left));
    R_ContinueUnwind(left);
    return R_NilValue;
}

SEXP savvy_settings__ffi(void);
SEXP savvy_format_of__ffi(SEXP);
SEXP savvy_Analysis_of_columns__ffi(SEXP, SEXP, SEXP, SEXP, SEXP, SEXP);
SEXP savvy_Analysis_of_file__ffi(SEXP, SEXP, SEXP, SEXP, SEXP);
SEXP savvy_Analysis_wait__ffi(SEXP, SEXP);
SEXP savvy_Analysis_cancel__ffi(SEXP);
SEXP savvy_Analysis_progress__ffi(SEXP);
SEXP savvy_Analysis_failure__ffi(SEXP);
SEXP savvy_Analysis_report__ffi(SEXP, SEXP);
SEXP savvy_Analysis_warnings__ffi(SEXP);
SEXP savvy_Analysis_labels__ffi(SEXP);
SEXP savvy_Analysis_documents__ffi(SEXP);
SEXP savvy_Analysis_containing__ffi(SEXP, SEXP, SEXP);

static SEXP settings(void) { return checked(savvy_settings__ffi()); }
static SEXP format_of(SEXP a) { return checked(savvy_format_of__ffi(a)); }
static SEXP of_columns(SEXP a, SEXP b, SEXP c, SEXP d, SEXP e, SEXP f) {
    return checked(savvy_Analysis_of_columns__ffi(a, b, c, d, e, f));
}
static SEXP of_file(SEXP a, SEXP b, SEXP c, SEXP d, SEXP e) { return checked(savvy_Analysis_of_file__ffi(a, b, c, d, e)); }
static SEXP wait_for(SEXP a, SEXP b) { return checked(savvy_Analysis_wait__ffi(a, b)); }
static SEXP cancel(SEXP a) { return checked(savvy_Analysis_cancel__ffi(a)); }
static SEXP progress(SEXP a) { return checked(savvy_Analysis_progress__ffi(a)); }
static SEXP failure(SEXP a) { return checked(savvy_Analysis_failure__ffi(a)); }
static SEXP report(SEXP a, SEXP b) { return checked(savvy_Analysis_report__ffi(a, b)); }
static SEXP warnings(SEXP a) { return checked(savvy_Analysis_warnings__ffi(a)); }
static SEXP labels(SEXP a) { return checked(savvy_Analysis_labels__ffi(a)); }
static SEXP documents(SEXP a) { return checked(savvy_Analysis_documents__ffi(a)); }
static SEXP containing(SEXP a, SEXP b, SEXP c) { return checked(savvy_Analysis_containing__ffi(a, b, c)); }

static const R_CallMethodDef functions[] = {
    {"settings", (DL_FUNC)&settings, 0},
    {"format_of", (DL_FUNC)&format_of, 1},
    {"of_columns", (DL_FUNC)&of_columns, 6},
    {"of_file", (DL_FUNC)&of_file, 5},
    {"wait_for", (DL_FUNC)&wait_for, 2},
    {"cancel", (DL_FUNC)&cancel, 1},
    {"progress", (DL_FUNC)&progress, 1},
    {"failure", (DL_FUNC)&failure, 1},
    {"report", (DL_FUNC)&report, 2},
    {"warnings", (DL_FUNC)&warnings, 1},
    {"labels", (DL_FUNC)&labels, 1},
    {"documents", (DL_FUNC)&documents, 1},
    {"containing", (DL_FUNC)&containing, 3},
    {NULL, NULL, 0}
};

void R_init_wordify(DllInfo *library) {
    R_registerRoutines(library, NULL, functions, NULL, NULL);
    R_useDynamicSymbols(library, FALSE);
    R_forceSymbols(library, TRUE);
}
