/**
 * The command {@code seqnet agreement}, which compares two tables of biomarkers. Start with {@link
 * io.github.seqnet.cli.agreement.AgreementCommand}.
 */
@NullMarked
package io.github.seqnet.cli.agreement;

import org.jspecify.annotations.NullMarked;
