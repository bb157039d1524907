-- +goose Up

-- Who has not been told yet, met or not: letters that are due start from them.
create index milestone_untold on milestone (entered_on) where exited_on = '' and convened_on = '';
