/**
 * The command {@code seqnet agreement}, which compares two tables of biomarkers. Start with {@link
 * io.github.seqnet.cli.agreement.AgreementCommand}.
 */
package io.github.seqnet.cli.agreement;
