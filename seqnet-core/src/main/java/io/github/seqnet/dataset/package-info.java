/**
 * Photographs with labels on disk: the public data sets in their official folders ({@link
 * io.github.seqnet.dataset.PublicDataset}) and any other by its layout ({@link
 * io.github.seqnet.dataset.FolderLayout}). Start at {@link io.github.seqnet.dataset.Dataset}.
 */
package io.github.seqnet.dataset;
