// SPDX-License-Identifier: MIT
package io.github.seqnet.imagej;

import ij.IJ;
import io.github.seqnet.progress.ProgressListener;

/** Shows progress in the status bar of ImageJ; the Escape key cancels. */
final class StatusBar implements ProgressListener {
  @Override
  public void progress(String stage, long done, long total) {
    IJ.showStatus("SeqNet: " + stage);
    IJ.showProgress((double) done / total);
  }

  @Override
  public boolean cancelled() {
    return IJ.escapePressed();
  }
}
