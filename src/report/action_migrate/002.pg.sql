-- The figures of one action, corrected ones too.
CREATE INDEX action_figure_by_action ON action_figure (action_no);
