/**
 * DICOM output: segmentations (SEG) and measurement reports (SR, TID 1500) of a {@link
 * io.github.seqnet.analysis.RetinaReport}. Start with {@link
 * io.github.seqnet.analysis.dicom.DicomSource}.
 */
@NullMarked
package io.github.seqnet.analysis.dicom;

import org.jspecify.annotations.NullMarked;
