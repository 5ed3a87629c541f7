/**
 * Training of networks. Start with {@link io.github.seqnet.nn.training.Trainer}, which trains,
 * resumes and fine-tunes. {@link io.github.seqnet.nn.training.TrainingOptions} sets the recipe,
 * {@link io.github.seqnet.nn.training.Loss} is the training loss, and {@link
 * io.github.seqnet.nn.training.TrainingListener} receives progress.
 *
 * <p>{@link io.github.seqnet.nn.training.TrainingOptions#reference} is the published recipe. {@link
 * io.github.seqnet.nn.training.TrainingOptions#baseUnets} followed by {@link
 * io.github.seqnet.nn.training.TrainingOptions#balanced} gives good results in little time.
 */
@NullMarked
package io.github.seqnet.nn.training;

import org.jspecify.annotations.NullMarked;
