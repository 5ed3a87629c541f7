/**
 * Training networks: {@link io.github.seqnet.nn.training.Trainer} trains, resumes and fine-tunes,
 * {@link io.github.seqnet.nn.training.TrainingOptions} say how, {@link
 * io.github.seqnet.nn.training.LossOptions} what is made small; {@link
 * io.github.seqnet.nn.training.TrainingListener} hears how it goes. Named recipes: {@link
 * io.github.seqnet.nn.training.TrainingOptions#reference} is the published one, {@link
 * io.github.seqnet.nn.training.TrainingOptions#largeUnets} and then {@link
 * io.github.seqnet.nn.training.TrainingOptions#balanced} train well in little time.
 */
package io.github.seqnet.nn.training;
