/**
 * Annotated photographs for training and evaluation. {@link io.github.seqnet.dataset.PublicDataset}
 * reads the public data sets, {@link io.github.seqnet.dataset.FolderLayout} describes other
 * folders, and {@link io.github.seqnet.dataset.DatasetProvider} adds data sets as code. Start with
 * {@link io.github.seqnet.dataset.Dataset}.
 */
@NullMarked
package io.github.seqnet.dataset;

import org.jspecify.annotations.NullMarked;
